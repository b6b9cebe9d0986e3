import { sameShape, sumTo } from '../broadcast.ts';
import { applyElementwise, elementwise, liftPair, type Operand } from '../elementwise.ts';
import { isA, type Lazy } from '../lazy.ts';
import { uniformValue } from './constant.ts';
import negOp from './neg.ts';
import { joinPadded } from './pad.ts';
import { sub } from './sub.ts';

const op = elementwise({
  id: 'add',
  about: 'Sum of two operands.',
  onnx: 'Add',
  takes: ['float', 'double', 'int'],
  gradient: ({ inputs: [a, b] }, g) => [sumTo(g, a!.shape), sumTo(g, b!.shape)]
});
export default op;

/** Returns a + b, element by element with broadcasting. */
export function add(a: Operand, b: Operand): Lazy {
  const [x, y] = liftPair(a, b);
  const joined = joinPadded(x, y);
  if (joined !== undefined) return joined;
  const result = applyElementwise(op, x, y);
  if (uniformValue(y) === 0 && sameShape(x.shape, result.shape)) return x;
  if (uniformValue(x) === 0 && sameShape(y.shape, result.shape)) return y;
  if (isA(y, negOp)) return sub(x, y.inputs[0]!);
  return isA(x, negOp) ? sub(y, x.inputs[0]!) : result;
}
