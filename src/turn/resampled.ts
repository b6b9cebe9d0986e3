import type { TorchGenerator } from '../array/random/torch-generator.ts';
import { runningMean } from './smoothed.ts';

/**
 * Returns a function that makes curves as the same run might have given with other noise: the
 * running mean of the curve (over about 0.2 % of it) plus its residuals, drawn anew in blocks of
 * `block` entries from their neighbourhood (local block bootstrap: Paparoditis & Politis 2002),
 * which keeps noise that changes along the run where it belongs. The array is the same at every
 * call.
 */
export function resampler(
  values: Float64Array,
  block: number,
  generator: TorchGenerator
): () => Float64Array {
  const n = values.length;
  const half = Math.max(2, Math.round(n / 1000));
  const size = Math.max(1, Math.min(n, Math.round(block)));
  const reach = Math.max(2 * size, Math.round(n / 20));
  const means = runningMean(values, half);
  const scale = 1 / Math.sqrt(1 - 1 / (2 * half + 1));
  const residuals = values.map((value, i) => (value - means[i]) * scale);
  const drawn = new Float64Array(n);
  return () => {
    for (let start = 0; start < n; start += size) {
      const low = Math.max(0, start - reach);
      const high = Math.max(low, Math.min(n - size, start + reach));
      const from = low + (generator.next() % (high - low + 1));
      const end = Math.min(n, start + size);
      for (let i = start; i < end; i++) drawn[i] = means[i] + residuals[from + i - start];
    }
    return drawn;
  };
}
