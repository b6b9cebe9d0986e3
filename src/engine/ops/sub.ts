import { sameShape, sumTo } from '../broadcast.ts';
import { applyElementwise, elementwise, liftPair, type Operand } from '../elementwise.ts';
import { isA, type Lazy } from '../lazy.ts';
import { add } from './add.ts';
import { uniformValue } from './constant.ts';
import negOp, { neg } from './neg.ts';

const op = elementwise({
  id: 'sub',
  about: 'Difference of two operands.',
  onnx: 'Sub',
  takes: ['float', 'double', 'int'],
  gradient: ({ inputs: [a, b] }, g) => [sumTo(g, a!.shape), neg(sumTo(g, b!.shape))]
});
export default op;

/** Returns a − b, element by element with broadcasting. */
export function sub(a: Operand, b: Operand): Lazy {
  const [x, y] = liftPair(a, b);
  const result = applyElementwise(op, x, y);
  if (uniformValue(y) === 0 && sameShape(x.shape, result.shape)) return x;
  if (uniformValue(x) === 0 && sameShape(y.shape, result.shape)) return neg(y);
  return isA(y, negOp) ? add(x, y.inputs[0]!) : result;
}
