import { applyElementwise, elementwise, type Operand } from '../elementwise.ts';
import type { Lazy } from '../lazy.ts';

const op = elementwise({
  id: 'and',
  about: 'True where both are.',
  onnx: 'And',
  takes: ['bool'],
  returns: 'bool'
});
export default op;

/** Returns whether both are true, element by element with broadcasting (kind 'bool'). */
export function and(a: Operand, b: Operand): Lazy {
  return applyElementwise(op, a, b);
}
