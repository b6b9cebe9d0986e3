import { axis } from '../../figure/axes.ts';
import type { Layout } from '../../figure/figure.ts';
import { ink } from '../../figure/theme.ts';
import { missingArray } from './read-arrays.ts';

/**
 * Returns how many values a and b each have where `pairs` pairs are all of a and b.
 * @throws UserError naming the array and its analyzer where they are no square grid
 */
export function gridSide(pairs: number, array: string, analyzer: string): number {
  const side = Math.round(Math.sqrt(pairs));
  if (side === 0 || side ** 2 !== pairs)
    throw missingArray(array, analyzer, 'is not a square grid');
  return side;
}

/** Returns what `value` says of every pair, [a, b]; NaN leaves a gap. */
export function pairGrid(side: number, value: (pair: number) => number): Float64Array[] {
  return Array.from({ length: side }, (_, a) =>
    Float64Array.from({ length: side }, (_, b) => value(a * side + b))
  );
}

/** The layout of a heat map of pairs: a down, b across, square cells, gaps in grey. */
export const pairGridLayout: Layout = {
  plot_bgcolor: ink.gap,
  xaxis: axis('b', { constrain: 'domain', showgrid: false }),
  yaxis: axis('a', {
    constrain: 'domain',
    showgrid: false,
    autorange: 'reversed',
    scaleanchor: 'x'
  })
};
