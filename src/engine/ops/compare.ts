import { applyElementwise, elementwise, type Operand } from '../elementwise.ts';
import type { Kind, Lazy } from '../lazy.ts';

const numbers: readonly Kind[] = ['float', 'double', 'int'];

/**
 * A relation of two operands, element by element with broadcasting: its result is of kind 'bool'
 * and has no gradient.
 */
function compare(id: string, about: string, onnx: string, takes = numbers) {
  const op = elementwise({ id, about, onnx, takes, returns: 'bool' });
  return (a: Operand, b: Operand): Lazy => applyElementwise(op, a, b);
}

/** Returns whether a = b, element by element with broadcasting (kind 'bool'). */
export const equal = compare('equal', 'True where a equals b.', 'Equal', [...numbers, 'bool']);

/** Returns whether a > b, element by element with broadcasting (kind 'bool'). */
export const greater = compare('greater', 'True where a is larger than b.', 'Greater');

/** Returns whether a ≥ b, element by element with broadcasting (kind 'bool'). */
export const greaterEqual = compare(
  'greaterEqual',
  'True where a is at least b.',
  'GreaterOrEqual'
);

/** Returns whether a < b, element by element with broadcasting (kind 'bool'). */
export const less = compare('less', 'True where a is smaller than b.', 'Less');

/** Returns whether a ≤ b, element by element with broadcasting (kind 'bool'). */
export const lessEqual = compare('lessEqual', 'True where a is at most b.', 'LessOrEqual');

/** Returns whether both are true, element by element with broadcasting (kind 'bool'). */
export const and = compare('and', 'True where both are.', 'And', ['bool']);

/** Returns whether either is true, element by element with broadcasting (kind 'bool'). */
export const or = compare('or', 'True where one is.', 'Or', ['bool']);
