import { applyElementwise, elementwise } from '../elementwise.ts';
import type { Lazy } from '../lazy.ts';

const op = elementwise({
  id: 'exp',
  about: 'Exponential.',
  onnx: 'Exp',
  gradient: (node, g, { mul }) => [mul(g, node)]
});
export default op;

/** Returns eˣ, element by element. */
export function exp(x: Lazy): Lazy {
  return applyElementwise(op, x);
}
