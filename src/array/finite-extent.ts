/** Returns the smallest and largest finite value, or null where there is none. */
export function finiteExtent(values: ArrayLike<number>): [low: number, high: number] | null {
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : null;
}
