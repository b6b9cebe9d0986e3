import { sameShape } from './broadcast.ts';
import { applyElementwise, liftPair, type Operand } from './elementwise.ts';
import { isA, type Lazy } from './lazy.ts';
import addOp from './ops/add.ts';
import { uniformValue } from './ops/constant.ts';
import negOp, { neg } from './ops/neg.ts';
import { joinPadded } from './ops/pad.ts';
import subOp from './ops/sub.ts';

// One file for both, because each becomes the other where its second operand is a negative.

/** Returns a + b, element by element with broadcasting. */
export function add(a: Operand, b: Operand): Lazy {
  const [x, y] = liftPair(a, b);
  const joined = joinPadded(x, y);
  if (joined !== undefined) return joined;
  const result = applyElementwise(addOp, x, y);
  if (uniformValue(y) === 0 && sameShape(x.shape, result.shape)) return x;
  if (uniformValue(x) === 0 && sameShape(y.shape, result.shape)) return y;
  if (isA(y, negOp)) return sub(x, y.inputs[0]);
  return isA(x, negOp) ? sub(y, x.inputs[0]) : result;
}

/** Returns a − b, element by element with broadcasting. */
export function sub(a: Operand, b: Operand): Lazy {
  const [x, y] = liftPair(a, b);
  const result = applyElementwise(subOp, x, y);
  if (uniformValue(y) === 0 && sameShape(x.shape, result.shape)) return x;
  if (uniformValue(x) === 0 && sameShape(y.shape, result.shape)) return neg(y);
  return isA(y, negOp) ? add(x, y.inputs[0]) : result;
}
