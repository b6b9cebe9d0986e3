import { applyElementwise, elementwise } from '../elementwise.ts';
import type { Lazy } from '../lazy.ts';

const op = elementwise({
  id: 'cos',
  about: 'Cosine of an angle in radians.',
  onnx: 'Cos',
  gradient: ({ inputs: [x] }, g, { mul, neg, sin }) => [neg(mul(g, sin(x)))]
});
export default op;

/** Returns the cosine of x radians, element by element. */
export function cos(x: Lazy): Lazy {
  return applyElementwise(op, x);
}
