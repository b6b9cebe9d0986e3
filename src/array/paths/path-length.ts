/**
 * Returns the length of a path in the plane from its first point to its last; 0 for one point or
 * none.
 */
export function pathLength(x: ArrayLike<number>, y: ArrayLike<number>): number {
  let length = 0;
  for (let i = 0; i + 1 < x.length; i++) length += Math.hypot(x[i + 1] - x[i], y[i + 1] - y[i]);
  return length;
}
