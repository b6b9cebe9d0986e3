import { applyElementwise, elementwise } from '../elementwise.ts';
import type { Lazy } from '../lazy.ts';

const op = elementwise({
  id: 'reciprocal',
  about: 'One divided by x.',
  onnx: 'Reciprocal',
  gradient: (node, g, { mul, neg, square }) => [neg(mul(g, square(node)))]
});
export default op;

/** Returns 1 / x, element by element. */
export function reciprocal(x: Lazy): Lazy {
  return applyElementwise(op, x);
}
