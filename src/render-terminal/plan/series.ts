import { cached } from '../../array/cached.ts';
import { nearestIndex as nearestAmong } from '../../array/statistics/nearest.ts';
import type { Labels, Series } from '../../figure/figure.ts';

/** Numbers in memory as the drawing loops want them. */
export type Floats = Float64Array | Float32Array;

/** What is known about the values of one series. */
export interface Extent {
  /** Least and greatest finite value; both NaN where there is none. */
  readonly low: number;
  readonly high: number;
  readonly nan: number;
  readonly infinite: number;
}

const KEPT = 12;
const LARGEST = Number.MAX_VALUE;

/** Returns what `make` made earlier for the same array and key; a dozen keys per array are kept. */
export function remembered<T>(owner: object, key: string, make: () => T): T {
  return cached(owner, key, make, KEPT);
}

const numbers = new WeakMap<object, number>();
let count = 0;

/** Returns a number that stands for an array itself, to name it in a key. */
export function identityOf(owner: object): number {
  let known = numbers.get(owner);
  if (known === undefined) {
    known = ++count;
    numbers.set(owner, known);
  }
  return known;
}

/** Returns the series as floats, itself where it is already; null and undefined become NaN. */
export function floats(series: Series): Floats {
  if (series instanceof Float64Array || series instanceof Float32Array) return series;
  return remembered(series as object, `floats ${series.length}`, () => {
    const values = new Float64Array(series.length);
    for (let i = 0; i < values.length; i++) {
      const value: unknown = series[i];
      values[i] = value === null || value === undefined ? Number.NaN : Number(value);
    }
    return values;
  });
}

/**
 * Returns whether a series is text (categories) rather than numbers; numbers written as text count
 * as numbers.
 */
export function isText(series: Series | Labels | undefined): series is Labels {
  if (!Array.isArray(series) || typeof series[0] !== 'string') return false;
  return series.some((text) => text.trim() === '' || Number.isNaN(Number(text)));
}

/** Returns the extent of a series, from memory where it was asked before. */
export function extentOf(series: Series): Extent {
  return remembered(series as object, `extent ${series.length}`, () => extent(floats(series)));
}

function extent(values: Floats): Extent {
  const n = values.length;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < n; i++) {
    const value = values[i];
    low = Math.min(low, value); // NaN stays
    high = Math.max(high, value);
  }
  const clean = low >= -LARGEST && high <= LARGEST;
  if (clean) return { low, high, nan: 0, infinite: 0 };
  return carefulExtent(values);
}

function carefulExtent(values: Floats): Extent {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let nan = 0;
  let infinite = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (Number.isNaN(value)) {
      nan++;
      continue;
    }
    if (value >= -LARGEST && value <= LARGEST) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    } else infinite++;
  }
  if (low > high) low = high = Number.NaN;
  return { low, high, nan, infinite };
}

/**
 * Returns the least finite value above 0 and the number of values at or below 0, for log axes; NaN
 * where there is none.
 */
export function positiveLow(series: Series): { readonly low: number; readonly others: number } {
  return remembered(series as object, `positive ${series.length}`, () => {
    let low = Number.POSITIVE_INFINITY;
    let others = 0;
    for (const value of floats(series))
      if (value <= 0) others++;
      else if (value < low) low = value;
    return { low: low <= LARGEST ? low : Number.NaN, others };
  });
}

/** Returns whether a series holds no NaN and never falls, from memory where it was asked before. */
export function isSorted(series: Series): boolean {
  return remembered(series as object, `sorted ${series.length}`, () => rises(floats(series)));
}

function rises(values: Floats): boolean {
  for (let i = 1; i < values.length; i++) if (!(values[i] >= values[i - 1])) return false;
  return values.length !== 1 || !Number.isNaN(values[0]);
}

/** Returns the extent of all rows of a matrix, from memory where it was asked before. */
export function matrixExtent(rows: readonly Series[]): Extent {
  return remembered(rows, `extent ${rows.length}`, () => {
    let all: Extent | null = null;
    for (const row of rows) {
      const one = extent(floats(row));
      all = all ? joined(all, one) : one;
    }
    return all ?? extent(new Float64Array(0));
  });
}

/** Returns the extent of two series together. */
export function joined(a: Extent, b: Extent): Extent {
  return {
    low: least(a.low, b.low),
    high: -least(-a.high, -b.high),
    nan: a.nan + b.nan,
    infinite: a.infinite + b.infinite
  };
}

function least(a: number, b: number): number {
  if (Number.isNaN(a)) return b;
  return Number.isNaN(b) ? a : Math.min(a, b);
}

/**
 * Returns the index of the first value of a rising series that is at least `value` (its length if
 * none is).
 */
export function lowerBound(values: Floats, value: number): number {
  let from = 0;
  let to = values.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (values[middle] < value) from = middle + 1;
    else to = middle;
  }
  return from;
}

/**
 * Returns the index of the value nearest to `value` (the first of equals), -1 where no value is
 * finite.
 */
export function nearestIndex(series: Series, value: number): number {
  const values = floats(series);
  if (isSorted(series)) {
    const at = nearestAmong(values, value);
    return at < 0 ? at : lowerBound(values, values[at]);
  }
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    const distance = Math.abs(values[i] - value);
    if (distance < least) {
      least = distance;
      best = i;
    }
  }
  return best;
}
