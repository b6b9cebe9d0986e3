import { applyElementwise, elementwise } from '../elementwise.ts';
import type { Lazy } from '../lazy.ts';

const op = elementwise({
  id: 'abs',
  about: 'Absolute value.',
  onnx: 'Abs',
  gradient: ({ inputs: [x] }, g, { mul, sign }) => [mul(g, sign(x))]
});
export default op;

/** Returns |x|, element by element. */
export function abs(x: Lazy): Lazy {
  return applyElementwise(op, x);
}
