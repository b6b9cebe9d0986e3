/**
 * Returns values smoothed by a Gaussian of standard deviation `sigma` entries, as three running
 * means (their widths give that variance; the height is within a tenth). Windows end at the ends,
 * so a monotone curve stays monotone.
 */
export function smoothed(values: Float64Array, sigma: number): Float64Array {
  const half = Math.round((Math.sqrt(4 * sigma ** 2 + 1) - 1) / 2);
  if (half < 1) return values.slice();
  const once = runningMean(values, half);
  const twice = runningMean(once, half);
  return runningMean(twice, half, once);
}

/**
 * Returns the mean over `half` entries to both sides of each entry, of as many as there are; in
 * `means` if given.
 */
export function runningMean(
  values: Float64Array,
  half: number,
  means: Float64Array = new Float64Array(values.length)
): Float64Array {
  const n = values.length;
  let sum = 0;
  for (let i = 0; i < Math.min(half, n); i++) sum += values[i];
  for (let i = 0; i < n; i++) {
    if (i + half < n) sum += values[i + half];
    if (i > half) sum -= values[i - half - 1];
    means[i] = sum / (Math.min(n, i + half + 1) - Math.max(0, i - half));
  }
  return means;
}
