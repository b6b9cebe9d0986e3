import { applyElementwise, elementwise } from '../elementwise.ts';
import type { Lazy } from '../lazy.ts';

const op = elementwise({
  id: 'tanh',
  about: 'Hyperbolic tangent.',
  onnx: 'Tanh',
  gradient: (node, g, { mul, square, sub }) => [mul(g, sub(1, square(node)))]
});
export default op;

/** Returns the hyperbolic tangent of x, element by element. */
export function tanh(x: Lazy): Lazy {
  return applyElementwise(op, x);
}
