import { applyElementwise, elementwise, type Operand } from '../elementwise.ts';
import type { Lazy } from '../lazy.ts';

const op = elementwise({
  id: 'less',
  about: 'True where a is smaller than b.',
  onnx: 'Less',
  takes: ['float', 'double', 'int'],
  returns: 'bool'
});
export default op;

/** Returns whether a < b, element by element with broadcasting (kind 'bool'). */
export function less(a: Operand, b: Operand): Lazy {
  return applyElementwise(op, a, b);
}
