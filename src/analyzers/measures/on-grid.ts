import { concat, constant, gather, integers, type Lazy, mean } from '../../engine/index.ts';
import type { CheckpointGraph } from '../analyzer.ts';

/**
 * Returns what was measured over the rows that a graph sees, [rows, …], on the whole grid, [p·p,
 * …]: NaN, or the mean of the rows seen, for all others.
 */
export function onGrid(
  measured: Lazy,
  { rows, sizes: { prime } }: Pick<CheckpointGraph, 'rows' | 'sizes'>,
  elsewhere: 'nan' | 'mean' = 'nan'
): Lazy {
  if (rows === undefined) return measured;
  const shape = [1, ...measured.shape.slice(1)];
  const size = shape.reduce((product, n) => product * n, 1);
  const filling =
    elsewhere === 'mean'
      ? mean(measured, [0], true)
      : constant(new Float32Array(size).fill(Number.NaN), shape);
  const from = new Int32Array(prime ** 2).fill(rows.length);
  rows.forEach((row, i) => {
    from[row] = i;
  });
  return gather(concat([measured, filling], 0), integers(from), 0);
}
