import { applyElementwise, elementwise } from '../elementwise.ts';
import type { Lazy } from '../lazy.ts';

const op = elementwise({
  id: 'relu',
  about: 'The larger of x and 0.',
  onnx: 'Relu',
  gradient: (node, g, { heaviside, mul }) => [mul(g, heaviside(node))]
});
export default op;

/** Returns max(x, 0), element by element. */
export function relu(x: Lazy): Lazy {
  return applyElementwise(op, x);
}
