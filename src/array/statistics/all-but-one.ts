/**
 * Numbers in ascending order of which one may be left out: their statistics, without ordering them
 * anew for each one.
 */
export interface AllButOne {
  readonly length: number;
  /** The median, as `median` gives it of the same numbers; NaN for none. */
  readonly median: number;
  /** The median of their distances from that median; NaN for none. */
  readonly medianDistance: number;
}

/**
 * Returns the statistics of ascending finite numbers without one of them (`without`, which must be
 * there; null leaves none out), in time that grows with the logarithm of their number.
 */
export function allButOne(sorted: Float64Array, without: number | null): AllButOne {
  const gap = without === null ? sorted.length : firstAtLeast(sorted, without);
  const length = without === null ? sorted.length : sorted.length - 1;
  const at = (k: number) => sorted[k < gap ? k : k + 1];
  // Between the two entries that percentile interpolates.
  const place = (length - 1) / 2;
  const low = Math.floor(place);
  const high = Math.min(low + 1, length - 1);
  const between = (below: number, above: number) => below + (above - below) * (place - low);
  const middle = length === 0 ? Number.NaN : between(at(low), at(high));
  return {
    length,
    median: middle,
    get medianDistance() {
      if (length === 0) return Number.NaN;
      // Distances grow to both sides of the middle: two ascending lists.
      const split = firstAtLeast(sorted, middle);
      const right = gap < split ? split - 1 : split;
      const toLeft = (i: number) => middle - at(right - 1 - i);
      const toRight = (i: number) => at(right + i) - middle;
      const smallest = (k: number) => kthOfTwo(k, [toLeft, right], [toRight, length - right]);
      return between(smallest(low), smallest(high));
    }
  };
}

type List = readonly [at: (i: number) => number, length: number];

/** The entry at place `k` of two ascending lists together. */
function kthOfTwo(k: number, [a, inA]: List, [b, inB]: List): number {
  let [from, to] = [Math.max(0, k - inB), Math.min(k, inA)];
  while (from < to) {
    const i = (from + to) >> 1;
    if (a(i) < b(k - i - 1)) from = i + 1;
    else to = i;
  }
  return Math.min(from < inA ? a(from) : Infinity, k - from < inB ? b(k - from) : Infinity);
}

function firstAtLeast(sorted: Float64Array, value: number): number {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (sorted[middle] < value) from = middle + 1;
    else to = middle;
  }
  return from;
}
