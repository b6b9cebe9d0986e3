import { applyElementwise, elementwise } from '../elementwise.ts';
import type { Lazy } from '../lazy.ts';

const op = elementwise({
  id: 'log',
  about: 'Natural logarithm.',
  onnx: 'Log',
  gradient: ({ inputs: [x] }, g, { div }) => [div(g, x)]
});
export default op;

/** Returns the natural logarithm of x, element by element. */
export function log(x: Lazy): Lazy {
  return applyElementwise(op, x);
}
