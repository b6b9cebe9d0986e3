/**
 * Returns the value below which `percent` (0..100) of the values lie, interpolated linearly between the two nearest
 * (NumPy's default); NaN for none or where one is NaN.
 */
export function percentile(values: ArrayLike<number>, percent: number): number {
  const sorted = Float64Array.from(values).sort();
  const last = sorted.length - 1;
  if (last < 0 || Number.isNaN(sorted[last])) return Number.NaN;
  const place = (percent / 100) * last;
  const low = Math.floor(place);
  const below = sorted[low]!;
  return below + (sorted[Math.min(low + 1, last)]! - below) * (place - low);
}

/** Returns the median; NaN for no values or where one is NaN. */
export function median(values: ArrayLike<number>): number {
  return percentile(values, 50);
}
