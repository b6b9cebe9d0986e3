import { applyElementwise, elementwise, type Operand } from '../elementwise.ts';
import type { Lazy } from '../lazy.ts';

const op = elementwise({
  id: 'greaterEqual',
  about: 'True where a is at least b.',
  onnx: 'GreaterOrEqual',
  takes: ['float', 'double', 'int'],
  returns: 'bool'
});
export default op;

/** Returns whether a ≥ b, element by element with broadcasting (kind 'bool'). */
export function greaterEqual(a: Operand, b: Operand): Lazy {
  return applyElementwise(op, a, b);
}
