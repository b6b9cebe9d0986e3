import { applyElementwise, elementwise } from '../elementwise.ts';
import { isA, type Kind, type Lazy } from '../lazy.ts';
import { div, mul, sub } from './binary.ts';
import { heaviside } from './heaviside.ts';
import { square } from './square.ts';

/** The gradient by the operand x, given `g` by the result y; null where none flows. */
type Slope = (g: Lazy, x: Lazy, y: Lazy) => Lazy | null;

const reals: readonly Kind[] = ['float', 'double'];

function operation(id: string, about: string, onnx: string, slope: Slope | null, takes = reals) {
  const gradient = (y: Lazy, g: Lazy) => [slope?.(g, y.inputs[0], y) ?? null];
  return elementwise({ id, about, onnx, takes, gradient: slope === null ? undefined : gradient });
}

function unary(...facts: Parameters<typeof operation>): (x: Lazy) => Lazy {
  const op = operation(...facts);
  return (x) => applyElementwise(op, x);
}

const flat: Slope = () => null;

/** Returns |x|, element by element. */
export const abs = unary('abs', 'Absolute value.', 'Abs', (g, x) => mul(g, sign(x)));

/** Returns the cosine of x radians, element by element. */
export const cos = unary('cos', 'Cosine of an angle in radians.', 'Cos', (g, x) =>
  neg(mul(g, sin(x)))
);

/** Returns eˣ, element by element. */
export const exp = unary('exp', 'Exponential.', 'Exp', (g, _, y) => mul(g, y));

/** Returns the largest whole number not above x, element by element. */
export const floor = unary(
  'floor',
  'The largest whole number not above x; its gradient is zero.',
  'Floor',
  flat
);

/** Returns the natural logarithm of x, element by element. */
export const log = unary('log', 'Natural logarithm.', 'Log', (g, x) => div(g, x));

/** Returns the negation of truth values, element by element. */
export const not = unary('not', 'True where x is false.', 'Not', null, ['bool']);

/** Returns 1 / x, element by element. */
export const reciprocal = unary('reciprocal', 'One divided by x.', 'Reciprocal', (g, _, y) =>
  neg(mul(g, square(y)))
);

/** Returns max(x, 0), element by element. */
export const relu = unary('relu', 'The larger of x and 0.', 'Relu', (g, _, y) =>
  mul(g, heaviside(y))
);

/** Returns the logistic function of x, element by element. */
export const sigmoid = unary('sigmoid', 'Logistic function 1 / (1 + e⁻ˣ).', 'Sigmoid', (g, _, y) =>
  mul(g, mul(y, sub(1, y)))
);

/** Returns the sign of x: -1, 0 or 1, element by element. */
export const sign = unary(
  'sign',
  'Minus one, zero or one by the sign of x; its gradient is zero.',
  'Sign',
  flat
);

/** Returns the sine of x radians, element by element. */
export const sin = unary('sin', 'Sine of an angle in radians.', 'Sin', (g, x) => mul(g, cos(x)));

/** Returns √x, element by element. */
export const sqrt = unary('sqrt', 'Square root.', 'Sqrt', (g, _, y) => div(g, mul(y, 2)));

/** Returns the hyperbolic tangent of x, element by element. */
export const tanh = unary('tanh', 'Hyperbolic tangent.', 'Tanh', (g, _, y) =>
  mul(g, sub(1, square(y)))
);

const negation = operation('neg', 'x with the opposite sign.', 'Neg', (g) => neg(g), [
  ...reals,
  'int'
]);

/** Returns −x, element by element; of −x again x. */
export function neg(x: Lazy): Lazy {
  return negated(x) ?? applyElementwise(negation, x);
}

/** Returns what a node is the negative of, or undefined if it is none. */
export function negated(node: Lazy): Lazy | undefined {
  return isA(node, negation) ? node.inputs[0] : undefined;
}
