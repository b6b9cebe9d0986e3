/** Returns the index of the stored epoch nearest to the asked one, the earlier of two; the last for null, -1 for none. */
export function nearestRow(epochs: ArrayLike<number>, epoch: number | null): number {
  if (epoch === null) return epochs.length - 1;
  let nearest = epochs.length > 0 ? 0 : -1;
  for (let row = 1; row < epochs.length; row++)
    if (Math.abs(epochs[row] - epoch) < Math.abs(epochs[nearest] - epoch)) nearest = row;
  return nearest;
}
