import type { ScatterTrace, Series } from '../../figure/figure.ts';
import { ink } from '../../figure/theme.ts';
import { epochLine } from './epoch-line.ts';

/** How many lines of a figure its legend names where there are many. */
export const mostNamed = 5;

/** Returns the places of the largest, the earlier of equal ones: those that a legend names. */
export function largestOf(sizes: ArrayLike<number>): ReadonlySet<number> {
  const order = Array.from({ length: sizes.length }, (_, i) => i).sort(
    (one, other) => sizes[other] - sizes[one] || one - other
  );
  return new Set(order.slice(0, mostNamed));
}

/** Returns the lines of some frequencies; where there are none a line at 0 that says so. */
export function orNoFrequency(
  lines: readonly ScatterTrace[],
  epochs: Series
): readonly ScatterTrace[] {
  if (lines.length > 0) return lines;
  return [epochLine('no frequency', epochs, new Float64Array(epochs.length), ink.muted)];
}
