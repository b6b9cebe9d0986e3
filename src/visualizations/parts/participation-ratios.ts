import { mean } from '../../array/statistics/mean.ts';
import type { Tensor } from '../../array/tensor.ts';
import type { EpochTable } from './read-arrays.ts';

/**
 * Returns the participation ratio of a matrix at each epoch, of attention matrices the mean over
 * the heads; null where the effective_dimensionality summary has none. 0 was filled in for epochs
 * without a value, so it is NaN.
 */
export function participationRatios(table: EpochTable, matrix: string): Float64Array | null {
  const column = table.maybeColumn(`pr_${matrix}`);
  const values = column ?? meanOfRows(table.maybeRows(`pr_${matrix}`));
  return values && Float64Array.from(values, (ratio) => (ratio === 0 ? Number.NaN : ratio));
}

function meanOfRows(rows: Tensor | null): Float64Array | null {
  const [epochs = 0, heads = 0] = rows?.shape ?? [];
  if (!rows || heads === 0) return null;
  return Float64Array.from({ length: epochs }, (_, e) =>
    mean(rows.data.subarray(e * heads, (e + 1) * heads))
  );
}
