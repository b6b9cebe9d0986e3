import { applyElementwise, elementwise } from '../elementwise.ts';
import type { Lazy } from '../lazy.ts';

const op = elementwise({
  id: 'floor',
  about: 'The largest whole number not above x; its gradient is zero.',
  onnx: 'Floor',
  gradient: () => [null]
});
export default op;

/** Returns the largest whole number not above x, element by element. */
export function floor(x: Lazy): Lazy {
  return applyElementwise(op, x);
}
