import { applyElementwise, elementwise } from '../elementwise.ts';
import { isA, type Lazy } from '../lazy.ts';

const op = elementwise({
  id: 'neg',
  about: 'x with the opposite sign.',
  onnx: 'Neg',
  takes: ['float', 'double', 'int'],
  gradient: (_, g) => [neg(g)]
});
export default op;

/** Returns −x, element by element. */
export function neg(x: Lazy): Lazy {
  return isA(x, op) ? x.inputs[0] : applyElementwise(op, x);
}
