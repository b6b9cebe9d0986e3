/** A circle in the plane and how far the points are off it. */
export interface Circle {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  /** Mean of (distance to the centre − radius)² over the points. */
  readonly meanSquare: number;
}

/**
 * Returns the circle through points (x, y) by Kåsa's algebraic least squares (x² + y² = 2ax + 2by +
 * c); null where the points lie on a line or are fewer than three.
 */
export function circleFit(x: ArrayLike<number>, y: ArrayLike<number>): Circle | null {
  const n = x.length;
  if (n < 3) return null;
  const [mx, my] = [average(x), average(y)];
  let [xx, xy, yy, xz, yz, zz] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [u, v] = [x[i] - mx, y[i] - my];
    const square = u * u + v * v;
    xx += u * u;
    xy += u * v;
    yy += v * v;
    xz += u * square;
    yz += v * square;
    zz += square;
  }
  const determinant = xx * yy - xy * xy;
  if (!(determinant > 1e-20 * (xx + yy) ** 2)) return null;
  const a = (xz * yy - yz * xy) / (2 * determinant);
  const b = (yz * xx - xz * xy) / (2 * determinant);
  const radius = Math.sqrt(zz / n + a * a + b * b);
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (Math.hypot(x[i] - mx - a, y[i] - my - b) - radius) ** 2;
  return { x: mx + a, y: my + b, radius, meanSquare: squares / n };
}

function average(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total / values.length;
}
