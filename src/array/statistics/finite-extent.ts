/** Returns the smallest and largest finite value above a bound, or null where there is none. */
export function finiteExtent(
  values: ArrayLike<number>,
  above = -Infinity
): [low: number, high: number] | null {
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (!Number.isFinite(value) || value <= above) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : null;
}
