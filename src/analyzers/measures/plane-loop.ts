import { pathLength } from '../../array/path-length.ts';
import { type SelfIntersection, selfIntersections } from '../../array/self-intersections.ts';
import { signedArea } from '../../array/signed-area.ts';

/** The shape of a path in a plane. */
export interface PlaneLoop {
  /** Enclosed area with the ends joined, positive counter-clockwise. */
  readonly area: number;
  /** Length of the path without the line that joins its ends. */
  readonly length: number;
  /** 4π·|area| / (length with the joining line)²: 1 for a circle, 0 for a line. */
  readonly quotient: number;
  /** Distance of the ends over the length: 0 for a closed loop, 1 for a straight line. */
  readonly openness: number;
  readonly crossings: readonly SelfIntersection[];
}

/** Returns the shape of a path; a path of no length has quotient and openness 0. */
export function planeLoop(x: Float64Array, y: Float64Array): PlaneLoop {
  const area = signedArea(x, y);
  const length = pathLength(x, y);
  const last = x.length - 1;
  const chord = last > 0 ? Math.hypot(x[last]! - x[0]!, y[last]! - y[0]!) : 0;
  const around = length + chord;
  return {
    area,
    length,
    quotient: around > 0 ? (4 * Math.PI * Math.abs(area)) / around ** 2 : 0,
    openness: length > 0 ? chord / length : 0,
    crossings: selfIntersections(x, y)
  };
}

/** The planes of principal components that are looked at, counted from 0. */
export const planes = [
  [0, 1],
  [0, 2],
  [1, 2]
] as const;

/** Returns the shape of a path in each plane; `points` is row-major [n, width], missing components count as 0. */
export function planeLoops(points: ArrayLike<number>, width: number): readonly PlaneLoop[] {
  const n = width === 0 ? 0 : points.length / width;
  const column = (c: number) =>
    Float64Array.from({ length: n }, (_, i) => (c < width ? points[i * width + c]! : 0));
  return planes.map(([one, other]) => planeLoop(column(one), column(other)));
}

/** Returns the first `count` of `width` components of row-major points, [n, count]; zeros where there are fewer. */
export function firstComponents(
  points: ArrayLike<number>,
  width: number,
  count: number
): Float64Array {
  const n = width === 0 ? 0 : points.length / width;
  return Float64Array.from({ length: n * count }, (_, i) => {
    const c = i % count;
    return c < width ? points[Math.floor(i / count) * width + c]! : 0;
  });
}
