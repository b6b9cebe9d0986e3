import { float32, int32, type NamedArrays } from '../../array/tensor.ts';
import { matmul } from '../../engine/index.ts';
import { analyzer } from '../analyzer.ts';
import { basisOf, numberEmbedding } from '../measures/embedding-spectrum.ts';
import { sharpened } from './nucleation.ts';

const ITERATIONS = 12;
const SHARPNESS = 0.7;

/**
 * Which frequencies the weights already favour: what each neuron reads, sharpened again and again
 * to its strongest frequencies.
 */
export default analyzer({
  id: 'fourier_nucleation',
  title: 'Fourier nucleation',
  about:
    'Which frequencies the weights favour before training picks them, by sharpening what each neuron reads.',
  structure: 'cyclic',
  layered: true,
  version: 1,
  /** Row i after i iterations. `neuron_peak_freq` and `frequencies` count from 1. */
  arrays: {
    aggregate_energy: ['iteration', 'frequency'],
    neuron_peak_freq: { dims: ['iteration', 'd_mlp'], dtype: 'int32' },
    neuron_committed_count: { dims: ['iteration', 'frequency'], dtype: 'int32' },
    frequencies: { dims: ['frequency'], dtype: 'int32' },
    prime: { dims: [], dtype: 'int32' },
    iterations: { dims: [], dtype: 'int32' },
    sharpness: []
  },
  measure({ sizes: { prime }, weight }) {
    const read = matmul(numberEmbedding(weight('embed.W_E'), prime), weight('block.mlp.W_in'));
    return { coefficients: matmul(basisOf(prime), read) }; // [p, d_mlp]
  },
  finish({ coefficients }, { sizes: { prime } }) {
    const frequencies = (prime - 1) / 2;
    return {
      ...sharpened(coefficients, ITERATIONS, SHARPNESS),
      frequencies: int32(
        Int32Array.from({ length: frequencies }, (_, k) => k + 1),
        [frequencies]
      ),
      prime: int32(Int32Array.of(prime), []),
      iterations: int32(Int32Array.of(ITERATIONS), []),
      sharpness: float32(Float32Array.of(SHARPNESS), [])
    } satisfies NamedArrays;
  }
});
