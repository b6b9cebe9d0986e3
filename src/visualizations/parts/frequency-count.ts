import { finiteExtent } from '../../array/statistics/finite-extent.ts';
import type { NamedArrays } from '../../array/tensor.ts';
import { maybeScalar } from './read-arrays.ts';

/**
 * Returns the number of frequencies: p//2; without a prime from the stored threshold 3/F of
 * neuron_dynamics; at least what occurs.
 * @param seen 0-based frequencies
 */
export function frequencyCount(
  data: NamedArrays,
  prime: number | null,
  seen: ArrayLike<number>
): number {
  const most = (finiteExtent(seen)?.[1] ?? 0) + 1;
  const stored = maybeScalar(data, 'threshold');
  const derived = prime === null ? (stored ? Math.round(3 / stored) : 0) : Math.floor(prime / 2);
  return Math.max(most, derived);
}
