import { float32, float64, int32, type Tensor, vector } from '../../array/tensor.ts';
import { analyzer } from '../analyzer.ts';
import { advance, noCommitment, uncommittedThreshold } from '../measures/commitment.ts';
import { dominantOf } from '../measures/dominant.ts';

const SOURCE = 'neuron_freq_norm';

/**
 * Every neuron's dominant frequency through the run, how often it switched and when it committed
 * (REQ_042).
 */
export default analyzer({
  id: 'neuron_dynamics',
  title: 'Neuron dynamics',
  about:
    'How often each neuron switches its dominant frequency over the run and when it commits to its last one.',
  structure: 'cyclic',
  version: 1,
  parameters: {
    uncommittedThreshold: {
      type: 'number',
      default: null,
      min: 0,
      max: 1,
      about:
        'Share below which a neuron follows no frequency; three times the uniform share if not given.'
    }
  },
  arrays: {},
  /** `dominant_freq` is 0-based; an uncommitted neuron has NaN as its commitment epoch. */
  acrossArrays: {
    epochs: { dims: ['epoch'], dtype: 'int64' },
    dominant_freq: { dims: ['epoch', 'd_mlp'], dtype: 'int64' },
    max_frac: ['epoch', 'd_mlp'],
    threshold: { dims: ['one'], dtype: 'float64' },
    switch_counts: { dims: ['d_mlp'], dtype: 'int32' },
    commitment_epochs: { dims: ['d_mlp'], dtype: 'float64' }
  },
  reads: [SOURCE],
  async across(run, parameters) {
    const epochs = run.epochs(SOURCE);
    const frequencies = Math.floor(run.context.sizes.prime / 2);
    const threshold = uncommittedThreshold(frequencies, parameters.uncommittedThreshold);
    const first = (await run.load(SOURCE, epochs[0])).norm_matrix;
    const neurons = first.shape[1];
    const frequency = new Float64Array(epochs.length * neurons);
    const fraction = new Float32Array(epochs.length * neurons);
    let commitment = noCommitment(neurons);
    for (const [row, epoch] of epochs.entries()) {
      const dominant = dominantOf((await run.load(SOURCE, epoch)).norm_matrix);
      frequency.set(dominant.frequency, row * neurons);
      fraction.set(dominant.fraction, row * neurons);
      commitment = advance(commitment, epoch, dominant, threshold);
    }
    return {
      epochs: int64(Float64Array.from(epochs), [epochs.length]),
      dominant_freq: int64(frequency, [epochs.length, neurons]),
      max_frac: float32(fraction, [epochs.length, neurons]),
      threshold: vector([threshold]),
      switch_counts: int32(commitment.switches, [neurons]),
      commitment_epochs: float64(commitment.since, [neurons])
    };
  }
});

function int64(data: Float64Array, shape: readonly number[]): Tensor {
  return { dtype: 'int64', shape, data };
}
