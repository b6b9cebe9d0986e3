import { sameShape } from '../broadcast.ts';
import { applyElementwise, elementwise, liftPair, type Operand } from '../elementwise.ts';
import type { Lazy } from '../lazy.ts';
import { uniformValue } from './constant.ts';
import { neg } from './neg.ts';
import { square } from './square.ts';

const op = elementwise({
  id: 'mul',
  about: 'Product of two operands.',
  onnx: 'Mul',
  takes: ['float', 'double', 'int'],
  gradient: ({ inputs: [a, b] }, g, { sumTo }) => [
    sumTo(mul(g, b), a.shape),
    sumTo(mul(g, a), b.shape)
  ]
});
export default op;

/** Returns a · b, element by element with broadcasting. */
export function mul(a: Operand, b: Operand): Lazy {
  const [x, y] = liftPair(a, b);
  if (x === y) return square(x);
  const result = applyElementwise(op, x, y);
  for (const [factor, other] of [
    [uniformValue(x), y],
    [uniformValue(y), x]
  ] as const) {
    if (factor === 1 && sameShape(other.shape, result.shape)) return other;
    if (factor === -1 && sameShape(other.shape, result.shape)) return neg(other);
  }
  return result;
}
