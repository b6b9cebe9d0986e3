import { nearestIndex } from '../../array/statistics/nearest.ts';
import { median } from '../../array/statistics/percentile.ts';
import type { ScatterTrace, Series } from '../../figure/figure.ts';

/** Lines over a common axis, and how far the nearest stored points that they are made of lie. */
export interface MadeLines<T> {
  readonly made: T;
  /** The greatest distance along x between two values that were taken together. */
  readonly apart: number;
}

/** Values of several lines at each x, where all of them reach it. */
export interface Spread {
  readonly x: Float64Array;
  readonly median: Float64Array;
  readonly least: Float64Array;
  readonly greatest: Float64Array;
  /** Lines with a value there. */
  readonly counts: Int32Array;
}

/**
 * Returns the values of a line at the places of another: those of its nearest stored points, NaN
 * beyond its ends. Nothing is interpolated.
 */
export function valuesAt(line: Line, places: Series): MadeLines<Float64Array> {
  const { x, y } = line;
  const [first, last] = [x[0], x[x.length - 1]];
  let apart = 0;
  const made = Float64Array.from({ length: places.length }, (_, i) => {
    const place = places[i];
    if (!(place >= first && place <= last)) return Number.NaN;
    const at = nearestIndex(x, place);
    apart = Math.max(apart, Math.abs(x[at] - place));
    return y[at];
  });
  return { made, apart };
}

/** A line's points, x ascending. */
export type Line = Pick<ScatterTrace, 'x' | 'y'>;

/**
 * Returns the median and the range of some lines at the places of the one with the fewest points,
 * as far as all of them reach; of the others the nearest stored points are taken. Values that are
 * not finite do not count.
 */
export function spreadOf(lines: readonly Line[]): MadeLines<Spread> {
  const coarsest = lines.reduce((least, line) => (line.x.length < least.x.length ? line : least));
  const [from, to] = [
    Math.max(...lines.map(({ x }) => x[0])),
    Math.min(...lines.map(({ x }) => x[x.length - 1]))
  ];
  const x = Float64Array.from(coarsest.x).filter((place) => place >= from && place <= to);
  const sets = lines.map((line) => valuesAt(line, x));
  const at = Array.from(x, (_, i) => sets.map(({ made }) => made[i]).filter(Number.isFinite));
  const spread = {
    x,
    median: Float64Array.from(at, median),
    least: Float64Array.from(at, (values) => (values.length ? Math.min(...values) : Number.NaN)),
    greatest: Float64Array.from(at, (values) => (values.length ? Math.max(...values) : Number.NaN)),
    counts: Int32Array.from(at, ({ length }) => length)
  };
  return { made: spread, apart: Math.max(...sets.map(({ apart }) => apart)) };
}

/**
 * Returns what a line has more than a baseline at each of its own points, against the baseline's
 * nearest stored point; of a log axis the difference of the powers of ten.
 */
export function lineMinus(line: Line, base: Line, isLog: boolean): MadeLines<Float64Array> {
  const { made: before, apart } = valuesAt(base, line.x);
  const scaled = (value: number) => (isLog ? Math.log10(value) : value);
  return {
    made: Float64Array.from(before, (value, i) => scaled(line.y[i]) - scaled(value)),
    apart
  };
}
