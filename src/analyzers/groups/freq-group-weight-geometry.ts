import { gram } from '../../array/linear/gram.ts';
import { centre } from '../../array/linear/principal-components.ts';
import { float32, int32, type NamedArrays } from '../../array/tensor.ts';
import { type ArraySpecs, analyzer, type RunArtifacts } from '../analyzer.ts';
import { circularityOf, clusterGeometry } from '../measures/cluster-geometry.ts';
import { inputVectors, type NeuronGroup, neuronGroups, pick } from '../measures/neuron-groups.ts';

const SOURCE = 'neuron_freq_norm';
const weights = { Win: 'block.mlp.W_in', Wout: 'block.mlp.W_out' } as const;
type Side = keyof typeof weights;
const sides = Object.keys(weights) as readonly Side[];
const scalars = ['center_spread', 'mean_radius', 'snr', 'fisher_mean', 'fisher_min', 'circularity'];

/** How the neurons of each frequency cluster in weight space (REQ_090). */
export default analyzer({
  id: 'freq_group_weight_geometry',
  title: 'Weight geometry of frequency groups',
  about:
    'How the weights of neurons with the same final frequency cluster, and whether the clusters form a circle.',
  structure: 'cyclic',
  layered: true,
  version: 1,
  arrays: {},
  /**
   * Groups by the dominant frequency (0-based) of the last epoch; Win: what neurons read, Wout:
   * what they write.
   */
  acrossArrays: {
    group_freqs: { dims: ['group'], dtype: 'int32' },
    group_sizes: { dims: ['group'], dtype: 'int32' },
    ...Object.assign({}, ...sides.map(declared)),
    epochs: { dims: ['epoch'], dtype: 'int32' }
  } as ArraySpecs,
  reads: [SOURCE],
  weights: Object.values(weights),
  async across(run) {
    const epochs = run.epochs(SOURCE);
    const { norm_matrix } = await run.load(SOURCE, epochs.at(-1)!);
    const groups = neuronGroups(norm_matrix);
    const each: NamedArrays[] = [];
    for (const side of sides) each.push(await through(run, epochs, groups, side));
    return {
      group_freqs: int32(
        Int32Array.from(groups, ({ frequency }) => frequency),
        [groups.length]
      ),
      group_sizes: int32(
        Int32Array.from(groups, ({ neurons }) => neurons.length),
        [groups.length]
      ),
      ...Object.assign({}, ...each),
      epochs: int32(Int32Array.from(epochs), [epochs.length])
    };
  }
});

function declared(side: Side): ArraySpecs {
  return {
    [`${side}_centroids`]: ['epoch', 'group', 'd_model'],
    [`${side}_radii`]: ['epoch', 'group'],
    [`${side}_dimensionality`]: ['epoch', 'group'],
    ...Object.fromEntries(scalars.map((name) => [`${side}_${name}`, ['epoch']]))
  };
}

async function through(
  run: RunArtifacts,
  epochs: readonly number[],
  groups: readonly NeuronGroup[],
  side: Side
): Promise<NamedArrays> {
  const name = weights[side];
  const g = groups.length;
  const centroids: Float32Array[] = [];
  const rows = {
    radii: new Float32Array(epochs.length * g),
    dimensionality: new Float32Array(epochs.length * g)
  };
  const columns = Object.fromEntries(scalars.map((key) => [key, new Float32Array(epochs.length)]));
  let width = 0;
  for (const [row, epoch] of epochs.entries()) {
    const weight = (await run.checkpoint(epoch, [name]))[name];
    const vectors = side === 'Win' ? inputVectors(weight) : weight.data;
    width = weight.shape[side === 'Win' ? 0 : 1];
    const clusters = groups.map(({ neurons }) => clusterOf(pick(vectors, width, neurons), width));
    const centers = Float64Array.from(clusters.flatMap(({ center }) => [...center]));
    const radii = Float64Array.from(clusters, ({ radius }) => radius);
    centroids.push(Float32Array.from(centers));
    rows.radii.set(radii, row * g);
    rows.dimensionality.set(
      clusters.map(({ dimensionality }) => dimensionality),
      row * g
    );
    const found = clusterGeometry(centers, radii, width);
    const { circularity } = circularityOf(centers, g, width);
    const { centerSpread, meanRadius, snr, fisherMean, fisherMin } = found;
    const values = [centerSpread, meanRadius, snr, fisherMean, fisherMin, circularity];
    scalars.forEach((key, i) => {
      columns[key][row] = values[i];
    });
  }
  const all = new Float32Array(epochs.length * g * width);
  centroids.forEach((row, i) => {
    all.set(row, i * g * width);
  });
  return {
    [`${side}_centroids`]: float32(all, [epochs.length, g, width]),
    [`${side}_radii`]: float32(rows.radii, [epochs.length, g]),
    [`${side}_dimensionality`]: float32(rows.dimensionality, [epochs.length, g]),
    ...Object.fromEntries(
      scalars.map((key) => [`${side}_${key}`, float32(columns[key], [epochs.length])])
    )
  };
}

/** Centre, RMS radius and participation ratio of the covariance eigenvalues, (Σλ)² / Σλ². */
function clusterOf(vectors: Float64Array, width: number) {
  const count = vectors.length / width;
  const center = centre(vectors, count, width);
  const products = gram(vectors, count, width);
  let [trace, squares] = [0, 0];
  products.forEach((value, k) => {
    squares += value * value;
    if (k % (count + 1) === 0) trace += value;
  });
  return {
    center,
    radius: Math.sqrt(trace / count),
    dimensionality: squares > 0 ? trace ** 2 / squares : 0
  };
}
