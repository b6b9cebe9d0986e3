import { cached } from '../../array/cached.ts';
import type { NamedArrays, Numbers } from '../../array/tensor.ts';
import type { NumberOption } from '../../option/option.ts';
import { frequencyCount } from '../parts/frequency-count.ts';
import { asStored, epochTable } from '../parts/read-arrays.ts';

/** The option for the share from which a neuron counts for its frequency; REQ_058 takes 0.75. */
export const commitmentOption = {
  type: 'number',
  default: 0.75,
  min: 0,
  max: 1,
  about: 'Share of its strongest frequency from which a neuron is committed to it.'
} as const satisfies NumberOption;

/** Numbers of committed neurons. */
export interface CommittedNeurons {
  readonly epochs: Numbers;
  /** By 0-based frequency, then by epoch. */
  readonly counts: readonly Float64Array[];
  /** By epoch. */
  readonly totals: Float64Array;
}

/** Returns how many neurons are committed to each frequency at each epoch, from neuron_dynamics. */
export function committedNeurons(
  data: NamedArrays,
  threshold: number,
  prime: number | null
): CommittedNeurons {
  return cached(data, `committed ${threshold} ${prime}`, () => {
    const { epochs, rows } = epochTable(data, 'neuron_dynamics');
    const dominant = rows('dominant_freq'); // [epoch, neuron], 0-based
    const shares = rows('max_frac'); // [epoch, neuron]
    const least = asStored(threshold, shares);
    const neurons = shares.shape[1] ?? 0;
    const counts = Array.from(
      { length: frequencyCount(data, prime, dominant.data) },
      () => new Float64Array(epochs.length)
    );
    const totals = new Float64Array(epochs.length);
    for (let i = 0; i < shares.data.length; i++) {
      const own = counts[dominant.data[i]];
      if (!own || !(shares.data[i] >= least)) continue;
      const epoch = Math.floor(i / neurons);
      own[epoch]++;
      totals[epoch]++;
    }
    return { epochs, counts, totals };
  });
}
