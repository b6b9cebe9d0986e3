import { applyElementwise, elementwise } from '../elementwise.ts';
import type { Lazy } from '../lazy.ts';
import { mul } from './mul.ts';
import { neg } from './neg.ts';
import { sin } from './sin.ts';

const op = elementwise({
  id: 'cos',
  about: 'Cosine of an angle in radians.',
  onnx: 'Cos',
  gradient: ({ inputs: [x] }, g) => [neg(mul(g, sin(x!)))]
});
export default op;

/** Returns the cosine of x radians, element by element. */
export function cos(x: Lazy): Lazy {
  return applyElementwise(op, x);
}
