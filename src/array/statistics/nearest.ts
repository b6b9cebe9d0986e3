/**
 * Returns the index of the value nearest to one among ascending values, the earlier of two; -1 for
 * none.
 */
export function nearestIndex(sorted: ArrayLike<number>, wanted: number): number {
  let [low, high] = [0, sorted.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < wanted) low = middle + 1;
    else high = middle;
  }
  if (high < 0) return -1;
  return low > 0 && wanted - sorted[low - 1] <= sorted[low] - wanted ? low - 1 : low;
}

/**
 * Returns the row of the stored epoch nearest to an epoch, the earlier of two; the last for null,
 * -1 for none.
 */
export function nearestRow(epochs: ArrayLike<number>, epoch: number | null): number {
  return epoch === null ? epochs.length - 1 : nearestIndex(epochs, epoch);
}
