import { applyElementwise, elementwise, type Operand } from '../elementwise.ts';
import type { Lazy } from '../lazy.ts';

const op = elementwise({
  id: 'or',
  about: 'True where one is.',
  onnx: 'Or',
  takes: ['bool'],
  returns: 'bool'
});
export default op;

/** Returns whether either is true, element by element with broadcasting (kind 'bool'). */
export function or(a: Operand, b: Operand): Lazy {
  return applyElementwise(op, a, b);
}
