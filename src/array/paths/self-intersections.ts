/** A point where a path crosses itself. */
export interface SelfIntersection {
  /**
   * Where along the path it is passed for the first and the second time: 3.25 is a quarter from
   * point 3 to point 4.
   */
  readonly first: number;
  readonly second: number;
  readonly x: number;
  readonly y: number;
}

/**
 * Returns the points where a path in the plane crosses itself, in the order of the first pass.
 * Every pair of segments that are not neighbours is tested (n²/2 tests); parallel ones never count,
 * a crossing at a corner counts once.
 */
export function selfIntersections(
  x: ArrayLike<number>,
  y: ArrayLike<number>
): readonly SelfIntersection[] {
  const found: SelfIntersection[] = [];
  for (let i = 0; i + 1 < x.length; i++) {
    const [ax, ay] = [x[i], y[i]];
    const [ux, uy] = [x[i + 1] - ax, y[i + 1] - ay];
    for (let j = i + 2; j + 1 < x.length; j++) {
      const [vx, vy] = [x[j + 1] - x[j], y[j + 1] - y[j]];
      const cross = ux * vy - uy * vx;
      if (cross === 0) continue;
      const [wx, wy] = [x[j] - ax, y[j] - ay];
      const s = (wx * vy - wy * vx) / cross;
      const t = (wx * uy - wy * ux) / cross;
      if (s >= 0 && s < 1 && t >= 0 && t < 1)
        found.push({ first: i + s, second: j + t, x: ax + s * ux, y: ay + s * uy });
    }
  }
  return found.sort((one, other) => one.first - other.first);
}
