import { applyElementwise, elementwise } from '../elementwise.ts';
import type { Lazy } from '../lazy.ts';

const op = elementwise({
  id: 'not',
  about: 'True where x is false.',
  onnx: 'Not',
  takes: ['bool']
});
export default op;

/** Returns the negation of truth values, element by element. */
export function not(x: Lazy): Lazy {
  return applyElementwise(op, x);
}
