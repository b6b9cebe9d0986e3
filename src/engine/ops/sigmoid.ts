import { applyElementwise, elementwise } from '../elementwise.ts';
import type { Lazy } from '../lazy.ts';

const op = elementwise({
  id: 'sigmoid',
  about: 'Logistic function 1 / (1 + e⁻ˣ).',
  onnx: 'Sigmoid',
  gradient: (node, g, { mul, sub }) => [mul(g, mul(node, sub(1, node)))]
});
export default op;

/** Returns the logistic function of x, element by element. */
export function sigmoid(x: Lazy): Lazy {
  return applyElementwise(op, x);
}
