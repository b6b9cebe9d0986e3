import { principalComponents, projected } from '../../array/linear/principal-components.ts';
import { float32, int32, type NamedArrays } from '../../array/tensor.ts';
import { analyzer } from '../analyzer.ts';
import { cohesionOf } from '../measures/group-cohesion.ts';
import { inputVectors, type NeuronGroup, neuronGroups, pick } from '../measures/neuron-groups.ts';

const SOURCE = 'neuron_freq_norm';
const READ = 'block.mlp.W_in';

/** How the input weights of neurons with one frequency draw together into few directions. */
export default analyzer({
  id: 'neuron_group_pca',
  title: 'Neuron group PCA',
  about:
    'Whether the neurons that end on the same frequency come to read along few common directions.',
  structure: 'cyclic',
  layered: true,
  version: 1,
  arrays: {},
  /**
   * Groups by the dominant frequency (0-based) of the last epoch; bases and centers are of that
   * epoch, signs arbitrary.
   */
  acrossArrays: {
    group_freqs: { dims: ['group'], dtype: 'int32' },
    group_sizes: { dims: ['group'], dtype: 'int32' },
    pc_var: ['epoch', 'group', 'three'],
    mean_spread: ['epoch', 'group'],
    group_bases: ['group', 'three', 'd_model'],
    group_centers: ['group', 'd_model'],
    projections: ['epoch', 'd_mlp', 'three'],
    neuron_group_idx: { dims: ['d_mlp'], dtype: 'int32' },
    epochs: { dims: ['epoch'], dtype: 'int32' }
  },
  reads: [SOURCE],
  weights: [READ],
  async across(run) {
    const epochs = run.epochs(SOURCE);
    const last = epochs.at(-1)!;
    const { norm_matrix } = await run.load(SOURCE, last);
    const groups = neuronGroups(norm_matrix);
    const neurons = norm_matrix!.shape[1];
    const final = (await run.checkpoint(last, [READ]))[READ];
    const width = final.shape[0];
    const frames = groups.map((group) => frameOf(inputVectors(final), width, group));

    const g = groups.length;
    const variances = new Float32Array(epochs.length * g * 3);
    const spreads = new Float32Array(epochs.length * g);
    const projections = new Float32Array(epochs.length * neurons * 3).fill(Number.NaN);
    for (const [row, epoch] of epochs.entries()) {
      const vectors = inputVectors((await run.checkpoint(epoch, [READ]))[READ]);
      groups.forEach((group, i) => {
        const own = pick(vectors, width, group.neurons);
        projectedOnto(frames[i], own).forEach((value, k) => {
          const neuron = group.neurons[Math.floor(k / 3)];
          projections[(row * neurons + neuron) * 3 + (k % 3)] = value;
        });
        const { shares, spread } = cohesionOf(own, group.neurons.length, width);
        variances.set(shares, (row * g + i) * 3);
        spreads[row * g + i] = spread;
      });
    }
    const index = new Int32Array(neurons).fill(-1);
    groups.forEach((group, i) => {
      for (const neuron of group.neurons) index[neuron] = i;
    });
    return {
      group_freqs: int32(
        Int32Array.from(groups, ({ frequency }) => frequency),
        [g]
      ),
      group_sizes: int32(
        Int32Array.from(groups, (group) => group.neurons.length),
        [g]
      ),
      pc_var: float32(variances, [epochs.length, g, 3]),
      mean_spread: float32(spreads, [epochs.length, g]),
      group_bases: float32(joined(frames.map(({ axes }) => axes)), [g, 3, width]),
      group_centers: float32(joined(frames.map(({ center }) => center)), [g, width]),
      projections: float32(projections, [epochs.length, neurons, 3]),
      neuron_group_idx: int32(index, [neurons]),
      epochs: int32(Int32Array.from(epochs), [epochs.length])
    } satisfies NamedArrays;
  }
});

interface Frame {
  readonly center: Float64Array;
  /** [3, width]; zeros where the group has fewer directions. */
  readonly axes: Float64Array;
}

function frameOf(vectors: Float64Array, width: number, { neurons }: NeuronGroup): Frame {
  const own = pick(vectors, width, neurons);
  const { mean, axes } = principalComponents(own, neurons.length, width, 3);
  const padded = new Float64Array(3 * width);
  padded.set(axes);
  return { center: mean, axes: padded };
}

function projectedOnto({ center, axes }: Frame, vectors: Float64Array): Float64Array {
  const width = center.length;
  const moved = vectors.map((value, k) => value - center[k % width]);
  return projected(moved, vectors.length / width, width, axes);
}

function joined(rows: readonly Float64Array[]): Float32Array {
  return Float32Array.from(rows.flatMap((row) => [...row]));
}
