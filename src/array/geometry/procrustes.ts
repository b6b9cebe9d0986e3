/**
 * Returns points of the plane turned (and mirrored, if that is nearer) around their centre so that
 * they are as near as possible to others, whose centre they get; [n, 2] row-major, none is scaled.
 * Points that are NaN on a side do not count and stay NaN.
 */
export function turnedOnto(points: Float64Array, onto: Float64Array): Float64Array {
  const n = points.length / 2;
  const known = Array.from({ length: n }, (_, i) => i).filter((i) =>
    [points[2 * i], points[2 * i + 1], onto[2 * i], onto[2 * i + 1]].every(Number.isFinite)
  );
  const centre = (of: Float64Array, axis: number) =>
    known.reduce((sum, i) => sum + of[2 * i + axis], 0) / Math.max(1, known.length);
  const [px, py] = [centre(points, 0), centre(points, 1)];
  const [ox, oy] = [centre(onto, 0), centre(onto, 1)];
  let [xx, xy, yx, yy] = [0, 0, 0, 0];
  for (const i of known) {
    const [a, b] = [points[2 * i] - px, points[2 * i + 1] - py];
    const [c, d] = [onto[2 * i] - ox, onto[2 * i + 1] - oy];
    xx += a * c;
    xy += a * d;
    yx += b * c;
    yy += b * d;
  }
  // Of all turns, and of all turns after a mirroring of y, the one with the largest trace.
  const turn = Math.hypot(xx + yy, xy - yx);
  const mirrored = Math.hypot(xx - yy, xy + yx);
  const sign = mirrored > turn ? -1 : 1;
  const angle = sign > 0 ? Math.atan2(xy - yx, xx + yy) : Math.atan2(xy + yx, xx - yy);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const found = new Float64Array(points.length);
  for (let i = 0; i < n; i++) {
    const [a, b] = [points[2 * i] - px, sign * (points[2 * i + 1] - py)];
    found[2 * i] = ox + cos * a - sin * b;
    found[2 * i + 1] = oy + sin * a + cos * b;
  }
  return found;
}
