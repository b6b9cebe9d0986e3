import { mean } from '../../array/statistics/mean.ts';
import { median } from '../../array/statistics/percentile.ts';
import { float64 } from '../../array/tensor.ts';
import { analyzer } from '../analyzer.ts';
import {
  advance,
  type Commitment,
  noCommitment,
  uncommittedThreshold
} from '../measures/commitment.ts';
import { dominantOf } from '../measures/dominant.ts';
import { frequencyShares } from '../measures/fourier-fractions.ts';
import { leastPairs } from '../measures/regression-fractions.ts';

/**
 * The share of every frequency in every neuron, with the specialization summary (REQ_027, REQ_042).
 */
export default analyzer({
  id: 'neuron_freq_norm',
  title: 'Neuron frequency clusters',
  about: 'Which share of each neuron’s activation energy each frequency of the inputs explains.',
  structure: 'cyclic',
  layered: true,
  version: 1,
  probed: leastPairs,
  parameters: {
    specializationThreshold: {
      type: 'number',
      default: 0.9,
      min: 0,
      max: 1,
      about: 'Share of one frequency from which a neuron counts as specialized.'
    },
    nRangeBuckets: {
      type: 'number',
      default: 3,
      min: 1,
      integer: true,
      about:
        'Number of equal frequency ranges; the first is low, the last high, what lies between mid.'
    },
    uncommittedThreshold: {
      type: 'number',
      default: null,
      min: 0,
      max: 1,
      about:
        'Share below which a neuron follows no frequency; three times the uniform share if not given.'
    }
  },
  arrays: { norm_matrix: ['frequency', 'd_mlp'] },
  measure: (graph) => ({
    norm_matrix: frequencyShares(graph.activation('block.mlp.hook_post'), graph)
  }),
  summary: {
    specialized_count_per_freq: { dims: ['frequency'], dtype: 'float64' },
    specialized_count_per_range: { dims: ['range'], dtype: 'float64' },
    specialized_count_low: { dims: [], dtype: 'float64' },
    specialized_count_mid: { dims: [], dtype: 'float64' },
    specialized_count_high: { dims: [], dtype: 'float64' },
    specialized_count_total: { dims: [], dtype: 'float64' },
    mean_max_frac: { dims: [], dtype: 'float64' },
    median_max_frac: { dims: [], dtype: 'float64' },
    switch_count: { dims: ['d_mlp'], dtype: 'float64' },
    commitment_epoch: { dims: ['d_mlp'], dtype: 'float64' }
  },
  /** The per-neuron rows say what is known at that epoch; the last row is the whole run. */
  summarize({ norm_matrix }, { epoch }, parameters, state) {
    const [frequencies, neurons] = norm_matrix!.shape as [number, number];
    const dominant = dominantOf(norm_matrix);
    const reached = Math.fround(parameters.specializationThreshold);
    const perFrequency = new Float64Array(frequencies);
    dominant.frequency.forEach((frequency, neuron) => {
      if (dominant.fraction[neuron] >= reached) perFrequency[frequency]++;
    });
    const perRange = inRanges(perFrequency, parameters.nRangeBuckets);
    const total = perFrequency.reduce((all, count) => all + count, 0);
    const low = perRange[0];
    const high = perRange.length > 1 ? perRange.at(-1)! : 0;

    const before = (state.commitment as Commitment | undefined) ?? noCommitment(neurons);
    const threshold = uncommittedThreshold(frequencies, parameters.uncommittedThreshold);
    const commitment = advance(before, epoch, dominant, threshold);
    state.commitment = commitment;
    return {
      specialized_count_per_freq: float64(perFrequency, [frequencies]),
      specialized_count_per_range: float64(perRange, [perRange.length]),
      specialized_count_low: low,
      specialized_count_mid: total - low - high,
      specialized_count_high: high,
      specialized_count_total: total,
      mean_max_frac: mean(dominant.fraction),
      median_max_frac: median(dominant.fraction),
      switch_count: float64(Float64Array.from(commitment.switches), [neurons]),
      commitment_epoch: float64(commitment.since, [neurons])
    };
  }
});

/**
 * Sums counts over equal ranges; range r holds the 0-based frequencies [floor(rF/n),
 * floor((r+1)F/n)).
 */
function inRanges(counts: Float64Array, ranges: number): Float64Array {
  const edge = (range: number) => Math.floor((range * counts.length) / ranges);
  return Float64Array.from({ length: ranges }, (_, range) =>
    counts.subarray(edge(range), edge(range + 1)).reduce((all, count) => all + count, 0)
  );
}
