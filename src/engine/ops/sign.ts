import { applyElementwise, elementwise } from '../elementwise.ts';
import type { Lazy } from '../lazy.ts';

const op = elementwise({
  id: 'sign',
  about: 'Minus one, zero or one by the sign of x; its gradient is zero.',
  onnx: 'Sign',
  gradient: () => [null]
});
export default op;

/** Returns the sign of x: -1, 0 or 1, element by element. */
export function sign(x: Lazy): Lazy {
  return applyElementwise(op, x);
}
