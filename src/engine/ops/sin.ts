import { applyElementwise, elementwise } from '../elementwise.ts';
import type { Lazy } from '../lazy.ts';

const op = elementwise({
  id: 'sin',
  about: 'Sine of an angle in radians.',
  onnx: 'Sin',
  gradient: ({ inputs: [x] }, g, { cos, mul }) => [mul(g, cos(x))]
});
export default op;

/** Returns the sine of x radians, element by element. */
export function sin(x: Lazy): Lazy {
  return applyElementwise(op, x);
}
