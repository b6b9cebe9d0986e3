import { applyElementwise, elementwise, liftPair, type Operand } from '../elementwise.ts';
import type { Lazy } from '../lazy.ts';
import { uniformValue } from './constant.ts';

const op = elementwise({
  id: 'pow',
  about: 'a to the power of b.',
  onnx: 'Pow',
  gradient(node, g, { log, mul, sub, sumTo }) {
    const [a, b] = node.inputs as [Lazy, Lazy];
    return [
      sumTo(mul(g, mul(b, pow(a, sub(b, 1)))), a.shape),
      uniformValue(b) === undefined ? sumTo(mul(g, mul(node, log(a))), b.shape) : null
    ];
  }
});
export default op;

/** Returns aᵇ, element by element with broadcasting. A constant exponent that repeats one value gets no gradient. */
export function pow(a: Operand, b: Operand): Lazy {
  const [x, y] = liftPair(a, b);
  return uniformValue(y) === 1 && x.shape.length >= y.shape.length ? x : applyElementwise(op, x, y);
}
