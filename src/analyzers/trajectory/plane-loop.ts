import { pathLength } from '../../array/paths/path-length.ts';
import { type SelfIntersection, selfIntersections } from '../../array/paths/self-intersections.ts';
import { signedArea } from '../../array/paths/signed-area.ts';

/** The shape of a path in a plane. */
export interface PlaneLoop {
  /** Enclosed area with the ends joined, positive counter-clockwise. */
  readonly area: number;
  /** Length of the path without the line that joins its ends. */
  readonly length: number;
  /**
   * Isoperimetric quotient 4π·|area| / length²: 1 for a circle, 0 for a line, up to 2 where the
   * ends are apart (half a circle). It is 0.373 for the curve (cos 2t / 2, cos 3t / 3), 0 ≤ t ≤ π,
   * that random walks draw in PC2/PC3.
   */
  readonly quotient: number;
  /** The same with the joining line as a part of the length, at most 1; 0.250 for that curve. */
  readonly closedQuotient: number;
  /**
   * The same of the loop alone, the path between both passes of a crossing (of the loop that
   * encloses most where there are several): at most 1, and 0.930 for that curve, between t = π/6
   * and 5π/6. NaN for a path that never crosses itself.
   */
  readonly loopQuotient: number;
  /** Distance of the ends over the length: 0 for a closed loop, 1 for a straight line. */
  readonly openness: number;
  readonly crossings: readonly SelfIntersection[];
}

/** Returns the shape of a path; a path of no length has quotients and openness 0. */
export function planeLoop(x: Float64Array, y: Float64Array): PlaneLoop {
  const area = signedArea(x, y);
  const length = pathLength(x, y);
  const last = x.length - 1;
  const chord = last > 0 ? Math.hypot(x[last] - x[0], y[last] - y[0]) : 0;
  const crossings = selfIntersections(x, y);
  const loops = crossings.map((crossing) => loopOf(x, y, crossing));
  const [first, ...others] = loops;
  const largest = others.reduce((best, loop) => (loop.area > best.area ? loop : best), first);
  return {
    area,
    length,
    quotient: isoperimetric(area, length),
    closedQuotient: isoperimetric(area, length + chord),
    loopQuotient: largest ? isoperimetric(largest.area, largest.length) : Number.NaN,
    openness: length > 0 ? chord / length : 0,
    crossings
  };
}

function isoperimetric(area: number, length: number): number {
  return length > 0 ? (4 * Math.PI * Math.abs(area)) / length ** 2 : 0;
}

/** The part of a path between both passes of a crossing, which is closed. */
function loopOf(x: Float64Array, y: Float64Array, { first, second, ...at }: SelfIntersection) {
  const part = (values: Float64Array, end: number) =>
    Float64Array.of(end, ...values.subarray(Math.floor(first) + 1, Math.floor(second) + 1), end);
  const [px, py] = [part(x, at.x), part(y, at.y)];
  return { area: Math.abs(signedArea(px, py)), length: pathLength(px, py) };
}

/** The planes of principal components that are looked at, counted from 0. */
export const planes = [
  [0, 1],
  [0, 2],
  [1, 2]
] as const;

/**
 * Returns the shape of a path in each plane; `points` is row-major [n, width], missing components
 * count as 0.
 */
export function planeLoops(points: ArrayLike<number>, width: number): readonly PlaneLoop[] {
  const n = width === 0 ? 0 : points.length / width;
  const column = (c: number) =>
    Float64Array.from({ length: n }, (_, i) => (c < width ? points[i * width + c] : 0));
  return planes.map(([one, other]) => planeLoop(column(one), column(other)));
}

/**
 * Returns the first `count` of `width` components of row-major points, [n, count]; zeros where
 * there are fewer.
 */
export function firstComponents(
  points: ArrayLike<number>,
  width: number,
  count: number
): Float64Array {
  const n = width === 0 ? 0 : points.length / width;
  return Float64Array.from({ length: n * count }, (_, i) => {
    const c = i % count;
    return c < width ? points[Math.floor(i / count) * width + c] : 0;
  });
}
