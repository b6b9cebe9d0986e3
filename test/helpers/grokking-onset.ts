/**
 * Returns the epoch at which a run groks: the first epoch at or after the one of the maximum test loss whose loss has
 * fallen by at least that share of the maximum; null where it never falls that far. `losses` holds one test loss per
 * epoch; NaN entries are passed over.
 */
export function grokkingOnset(losses: ArrayLike<number>, drop = 0.8): number | null {
  let peak = -1;
  for (let epoch = 0; epoch < losses.length; epoch++) {
    if (Number.isNaN(losses[epoch])) continue;
    if (peak < 0 || losses[epoch] > losses[peak]) peak = epoch;
  }
  if (peak < 0) return null;
  const top = losses[peak];
  for (let epoch = peak; epoch < losses.length; epoch++)
    if (top - losses[epoch] >= drop * top) return epoch;
  return null;
}
