/** Returns true if two shapes are equal. */
export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}

/** Returns the number of elements of a shape (1 for a scalar). */
export function elements(shape: readonly number[]): number {
  return shape.reduce((size, n) => size * n, 1);
}

/**
 * Returns the common shape of operands by numpy's rule. Throws RangeError, naming the op and the
 * shapes, if there is none.
 */
export function broadcastShape(
  op: string,
  ...shapes: readonly (readonly number[])[]
): readonly number[] {
  const rank = Math.max(...shapes.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, axis) => {
    const sizes = shapes.map((shape) => shape[axis - rank + shape.length] ?? 1);
    const size = sizes.find((n) => n !== 1) ?? 1;
    if (sizes.some((n) => n !== 1 && n !== size)) throw mismatch(op, shapes);
    return size;
  });
}

/** Returns the error for operands whose shapes do not fit together. */
export function mismatch(op: string, shapes: readonly (readonly number[])[]): RangeError {
  return new RangeError(`shape mismatch: ${op} of ${shapes.map((s) => `[${s}]`).join(' and ')}`);
}

/**
 * Returns an axis counted from the front, for an axis that may be negative. Throws RangeError if
 * there is no such axis.
 */
export function axisOf(op: string, axis: number, shape: readonly number[]): number {
  const front = axis < 0 ? axis + shape.length : axis;
  if (Number.isInteger(front) && front >= 0 && front < shape.length) return front;
  throw new RangeError(`invalid axis: ${op} of [${shape}] along axis ${axis}`);
}
