import { sameShape } from '../broadcast.ts';
import { applyElementwise, elementwise, liftPair, type Operand } from '../elementwise.ts';
import type { Lazy } from '../lazy.ts';
import { uniformValue } from './constant.ts';

const op = elementwise({
  id: 'div',
  about: 'Quotient of two operands; of integers, rounded towards zero.',
  onnx: 'Div',
  takes: ['float', 'double', 'int'],
  gradient(node, g, { mul, neg, sumTo }) {
    const [a, b] = node.inputs as [Lazy, Lazy];
    const share = div(g, b);
    return [sumTo(share, a.shape), neg(sumTo(mul(share, node), b.shape))];
  }
});
export default op;

/** Returns a / b, element by element with broadcasting. */
export function div(a: Operand, b: Operand): Lazy {
  const [x, y] = liftPair(a, b);
  const result = applyElementwise(op, x, y);
  return uniformValue(y) === 1 && sameShape(x.shape, result.shape) ? x : result;
}
