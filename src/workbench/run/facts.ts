import type { NamedArrays } from '../../array/tensor.ts';
import { turnEpoch } from '../../turn/index.ts';
import { followersOf } from '../../visualizations/parts/neuron-order.ts';

/** What the losses of a run say; epochs are null where it never happened. */
export interface LossFacts {
  readonly epochs: number;
  /** First epoch with train loss ≤ 0.01. */
  readonly memorizedAt: number | null;
  /**
   * The turn: first epoch from the peak of the test loss on with a drop of 80 %; null for a curve
   * that does not turn.
   */
  readonly grokkedAt: number | null;
  /** First epoch after the maximum test loss with test loss ≤ 0.01. */
  readonly generalizedAt: number | null;
  readonly peakTestEpoch: number | null;
  readonly peakTestLoss: number | null;
  readonly leastTestLoss: number | null;
  readonly finalTrainLoss: number | null;
  readonly finalTestLoss: number | null;
}

/**
 * Returns the facts of train and test losses (n epochs each; the test loss may lag by one).
 * @param turn the turn by the same losses where it is known already: to find it takes longest
 */
export function lossFacts(
  train: ArrayLike<number>,
  test: ArrayLike<number>,
  turn?: number | null
): LossFacts {
  let [peak, least] = [-1, -1];
  for (let e = 0; e < test.length; e++) {
    if (peak < 0 || (test[e] ?? 0) > (test[peak] ?? 0)) peak = e;
    if (least < 0 || (test[e] ?? 0) < (test[least] ?? 0)) least = e;
  }
  return {
    epochs: train.length,
    memorizedAt: firstAtMost(train, 0.01, 0),
    grokkedAt: turn === undefined ? turnEpoch(test) : turn,
    generalizedAt: peak < 0 ? null : firstAtMost(test, 0.01, peak),
    peakTestEpoch: peak < 0 ? null : peak,
    peakTestLoss: test[peak] ?? null,
    leastTestLoss: test[least] ?? null,
    finalTrainLoss: train[train.length - 1] ?? null,
    finalTestLoss: test[test.length - 1] ?? null
  };
}

function firstAtMost(values: ArrayLike<number>, limit: number, from: number): number | null {
  for (let e = from; e < values.length; e++) if ((values[e] ?? Infinity) <= limit) return e;
  return null;
}

/**
 * Returns the key frequencies, 1-based and ascending: those that at least 10 % of the neurons
 * follow (the Python workbench's "learned frequencies").
 * @param artifact neuron_freq_norm of one epoch: norm_matrix [frequency, neuron]
 */
export function keyFrequencies(artifact: NamedArrays): readonly number[] {
  const matrix = artifact.norm_matrix;
  if (!matrix) return [];
  const neurons = matrix.shape[1] ?? 0;
  const counts = Array.from(followersOf(matrix));
  return counts.flatMap((count, k) => (count >= 0.1 * neurons ? [k + 1] : []));
}
