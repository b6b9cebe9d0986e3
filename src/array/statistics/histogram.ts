/** Returns the n+1 borders of n equal bins from low to high; the last is exactly high. */
export function binEdges(low: number, high: number, bins: number): Float64Array {
  return Float64Array.from({ length: bins + 1 }, (_, i) => low + ((high - low) * i) / bins);
}

/**
 * Returns the index of the bin that holds a value: bins are closed at the lower border, the last
 * also at the upper (NumPy's rule). -1 for values outside and NaN.
 */
export function binOf(value: number, edges: ArrayLike<number>): number {
  const last = edges.length - 1;
  if (!(value >= edges[0] && value <= edges[last])) return -1;
  let [low, high] = [0, last - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (value >= edges[middle]) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Returns how many values each bin holds; values outside and NaN are not counted. */
export function histogram(values: ArrayLike<number>, edges: ArrayLike<number>): Float64Array {
  const counts = new Float64Array(Math.max(0, edges.length - 1));
  for (let i = 0; i < values.length; i++) {
    const bin = binOf(values[i], edges);
    if (bin >= 0) counts[bin]++;
  }
  return counts;
}
