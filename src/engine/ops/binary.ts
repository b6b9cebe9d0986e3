import { sameShape } from '../broadcast.ts';
import { applyElementwise, elementwise, liftPair, type Operand } from '../elementwise.ts';
import type { Kind, Lazy } from '../lazy.ts';
import { greaterEqual, lessEqual } from './compare.ts';
import { uniformValue } from './constant.ts';
import { joinPadded } from './pad.ts';
import { sumTo } from './reduce.ts';
import { square } from './square.ts';
import { log, neg, negated } from './unary.ts';
import { where } from './where.ts';

/** The gradients by the operands a and b, given `g` by the result y; null where none flows. */
type Slopes = (g: Lazy, a: Lazy, b: Lazy, y: Lazy) => readonly (Lazy | null)[];

const reals: readonly Kind[] = ['float', 'double'];
const numbers: readonly Kind[] = [...reals, 'int'];

function operation(id: string, about: string, onnx: string, slopes: Slopes, takes = numbers) {
  const gradient = (y: Lazy, g: Lazy) => slopes(g, y.inputs[0], y.inputs[1], y);
  return elementwise({ id, about, onnx, takes, gradient });
}

const sumOp = operation('add', 'Sum of two operands.', 'Add', (g, a, b) => [
  sumTo(g, a.shape),
  sumTo(g, b.shape)
]);

const differenceOp = operation('sub', 'Difference of two operands.', 'Sub', (g, a, b) => [
  sumTo(g, a.shape),
  neg(sumTo(g, b.shape))
]);

const productOp = operation('mul', 'Product of two operands.', 'Mul', (g, a, b) => [
  sumTo(mul(g, b), a.shape),
  sumTo(mul(g, a), b.shape)
]);

const quotientOp = operation(
  'div',
  'Quotient of two operands; of integers, rounded towards zero.',
  'Div',
  (g, a, b, y) => {
    const share = div(g, b);
    return [sumTo(share, a.shape), neg(sumTo(mul(share, y), b.shape))];
  }
);

const powerOp = operation(
  'pow',
  'a to the power of b.',
  'Pow',
  (g, a, b, y) => [
    sumTo(mul(g, mul(b, pow(a, sub(b, 1)))), a.shape),
    uniformValue(b) === undefined ? sumTo(mul(g, mul(y, log(a))), b.shape) : null
  ],
  reals
);

/** The gradient goes to the operand that is chosen: to the first where they are equal. */
function extremum(id: string, about: string, onnx: string, isFirst: typeof greaterEqual) {
  const slopes: Slopes = (g, a, b) => {
    const first = isFirst(a, b);
    return [sumTo(where(first, g, 0), a.shape), sumTo(where(first, 0, g), b.shape)];
  };
  const op = operation(id, about, onnx, slopes, reals);
  return (a: Operand, b: Operand): Lazy => applyElementwise(op, a, b);
}

/** Returns the larger of a and b, element by element with broadcasting. */
export const maximum = extremum(
  'maximum',
  'The larger of two operands; where they are equal the gradient goes to the first.',
  'Max',
  (a, b) => greaterEqual(a, b)
);

/** Returns the smaller of a and b, element by element with broadcasting. */
export const minimum = extremum(
  'minimum',
  'The smaller of two operands; where they are equal the gradient goes to the first.',
  'Min',
  (a, b) => lessEqual(a, b)
);

/** Returns a + b, element by element with broadcasting. */
export function add(a: Operand, b: Operand): Lazy {
  const [x, y] = liftPair(a, b);
  const joined = joinPadded(x, y);
  if (joined !== undefined) return joined;
  const result = applyElementwise(sumOp, x, y);
  if (uniformValue(y) === 0 && sameShape(x.shape, result.shape)) return x;
  if (uniformValue(x) === 0 && sameShape(y.shape, result.shape)) return y;
  const [minusX, minusY] = [negated(x), negated(y)];
  if (minusY !== undefined) return sub(x, minusY);
  return minusX !== undefined ? sub(y, minusX) : result;
}

/** Returns a − b, element by element with broadcasting. */
export function sub(a: Operand, b: Operand): Lazy {
  const [x, y] = liftPair(a, b);
  const result = applyElementwise(differenceOp, x, y);
  if (uniformValue(y) === 0 && sameShape(x.shape, result.shape)) return x;
  if (uniformValue(x) === 0 && sameShape(y.shape, result.shape)) return neg(y);
  const minusY = negated(y);
  return minusY !== undefined ? add(x, minusY) : result;
}

/** Returns a · b, element by element with broadcasting. */
export function mul(a: Operand, b: Operand): Lazy {
  const [x, y] = liftPair(a, b);
  if (x === y) return square(x);
  const result = applyElementwise(productOp, x, y);
  for (const [factor, other] of [
    [uniformValue(x), y],
    [uniformValue(y), x]
  ] as const) {
    if (factor === 1 && sameShape(other.shape, result.shape)) return other;
    if (factor === -1 && sameShape(other.shape, result.shape)) return neg(other);
  }
  return result;
}

/** Returns a / b, element by element with broadcasting. */
export function div(a: Operand, b: Operand): Lazy {
  const [x, y] = liftPair(a, b);
  const result = applyElementwise(quotientOp, x, y);
  return uniformValue(y) === 1 && sameShape(x.shape, result.shape) ? x : result;
}

/**
 * Returns aᵇ, element by element with broadcasting. A constant exponent that repeats one value gets
 * no gradient.
 */
export function pow(a: Operand, b: Operand): Lazy {
  const [x, y] = liftPair(a, b);
  if (uniformValue(y) === 1 && x.shape.length >= y.shape.length) return x;
  return applyElementwise(powerOp, x, y);
}
