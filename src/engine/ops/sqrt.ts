import { applyElementwise, elementwise } from '../elementwise.ts';
import type { Lazy } from '../lazy.ts';

const op = elementwise({
  id: 'sqrt',
  about: 'Square root.',
  onnx: 'Sqrt',
  gradient: (node, g, { div, mul }) => [div(g, mul(node, 2))]
});
export default op;

/** Returns √x, element by element. */
export function sqrt(x: Lazy): Lazy {
  return applyElementwise(op, x);
}
