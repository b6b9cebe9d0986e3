import { applyElementwise, elementwise, type Operand } from '../elementwise.ts';
import type { Lazy } from '../lazy.ts';

const op = elementwise({
  id: 'lessEqual',
  about: 'True where a is at most b.',
  onnx: 'LessOrEqual',
  takes: ['float', 'double', 'int'],
  returns: 'bool'
});
export default op;

/** Returns whether a ≤ b, element by element with broadcasting (kind 'bool'). */
export function lessEqual(a: Operand, b: Operand): Lazy {
  return applyElementwise(op, a, b);
}
