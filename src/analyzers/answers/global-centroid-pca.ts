import { projected } from '../../array/linear/principal-components.ts';
import { symmetricEigen } from '../../array/linear/symmetric-eigen.ts';
import { transposed } from '../../array/linear/transposed.ts';
import { float64, type NamedArrays, vector } from '../../array/tensor.ts';
import { type ArraySpecs, analyzer, type RunArtifacts } from '../analyzer.ts';
import { int64 } from '../measures/int64.ts';
import { pick } from '../measures/neuron-groups.ts';
import { rowProducts } from '../measures/row-products.ts';
import { classesSeen } from './class-clusters.ts';
import { type Site, siteNames, siteWidths } from './sites.ts';

const SOURCE = 'repr_geometry';
/** Share of the variance that the components kept hold at least. */
const KEPT = 0.95;

/**
 * The class centroids of all epochs in one common basis per site, so that they can be followed
 * (REQ_050).
 */
export default analyzer({
  id: 'global_centroid_pca',
  title: 'Global centroid PCA',
  about:
    'Where the centre of each answer’s pairs moves through training, in one basis for all epochs.',
  version: 1,
  structure: 'pairs',
  arrays: {},
  /**
   * Signs of components are arbitrary. As many components as hold 95 % of the variance; NaN for a
   * class without pairs.
   */
  acrossArrays: {
    epochs: { dims: ['epoch'], dtype: 'int64' },
    ...Object.assign({}, ...siteNames.map(declared))
  } as ArraySpecs,
  reads: [SOURCE],
  async across(run) {
    const epochs = run.epochs(SOURCE);
    const centroids = await centroidsOf(run, epochs);
    const each: NamedArrays[] = [];
    for (const site of siteNames) each.push(await inOneBasis(site, centroids[site], epochs.length));
    return { epochs: int64(epochs), ...Object.assign({}, ...each) };
  }
});

function declared(site: Site): ArraySpecs {
  const wide = (...dims: readonly string[]) => ({ dims, dtype: 'float64' }) as const;
  return {
    [`${site}__projections`]: wide('epoch', 'prime', `${site} component`),
    [`${site}__basis`]: wide(siteWidths[site], `${site} component`),
    [`${site}__mean`]: wide(siteWidths[site]),
    [`${site}__explained_variance_ratio`]: wide(`${site} component`)
  };
}

/** All centroids of a site, [epoch, class, width]; float32 holds what they were measured with. */
interface Centroids {
  readonly data: Float32Array;
  readonly prime: number;
  readonly width: number;
  /** The classes that there are: a custom probe set may lack some. */
  readonly classes: Int32Array;
}

/** Reads every artifact once. */
async function centroidsOf(
  run: RunArtifacts,
  epochs: readonly number[]
): Promise<Readonly<Record<Site, Centroids>>> {
  const all: Partial<Record<Site, Centroids>> = {};
  const classes = classesSeen(run.context);
  for (const [i, epoch] of epochs.entries()) {
    const arrays = await run.load(SOURCE, epoch);
    for (const site of siteNames) {
      const { data, shape } = arrays[`${site}_centroids`];
      const [prime, width] = shape as [number, number];
      const size = classes.length * width;
      all[site] ??= { data: new Float32Array(epochs.length * size), prime, width, classes };
      all[site].data.set(pick(data, width, classes), i * size);
    }
  }
  return all as Readonly<Record<Site, Centroids>>;
}

/** Rows that are held in float64 at a time. */
const ROWS = 1024;

async function inOneBasis(site: Site, centroids: Centroids, epochs: number): Promise<NamedArrays> {
  const { prime, width, classes } = centroids;
  const rows = epochs * classes.length;
  const mean = meanOf(centroids, rows);
  const covariance = await covarianceOf(centroids, rows, mean);
  const { values, vectors } = symmetricEigen(covariance, width);
  const shares = sharesOf(values);
  let [count, held] = [1, shares[0]];
  while (count < width && held > 0 && held < KEPT) held += shares[count++];
  const axes = vectors.subarray(0, count * width);
  const projections = new Float64Array(epochs * prime * count).fill(Number.NaN);
  for (const { points, from, count: members } of centredBlocks(centroids, rows, mean)) {
    const scores = projected(points, members, width, axes);
    for (let i = 0; i < members; i++) {
      const [epoch, place] = [Math.floor((from + i) / classes.length), (from + i) % classes.length];
      const at = (epoch * prime + classes[place]) * count;
      projections.set(scores.subarray(i * count, (i + 1) * count), at);
    }
  }
  return {
    [`${site}__projections`]: float64(projections, [epochs, prime, count]),
    [`${site}__basis`]: float64(transposed(axes, count, width), [width, count]),
    [`${site}__mean`]: vector(mean),
    [`${site}__explained_variance_ratio`]: vector(shares.subarray(0, count))
  };
}

/** Xᵀ X of the centred rows, [width, width]. */
async function covarianceOf({ data, width }: Centroids, rows: number, mean: Float64Array) {
  const products = await rowProducts(width);
  const covariance = new Float64Array(width * width);
  await products.add(covariance, rows, (part, from, count) => {
    for (let i = 0; i < count; i++)
      for (let j = 0; j < width; j++) part[j * count + i] = data[(from + i) * width + j] - mean[j];
  });
  await products.dispose();
  return covariance;
}

function meanOf({ data, width }: Centroids, rows: number): Float64Array {
  const mean = new Float64Array(width);
  for (let i = 0; i < rows; i++) for (let j = 0; j < width; j++) mean[j] += data[i * width + j];
  return mean.map((total) => total / rows);
}

/** Some rows at a time, row-major [count, width], with the mean taken off. */
function* centredBlocks({ data, width }: Centroids, rows: number, mean: Float64Array) {
  for (let from = 0; from < rows; from += ROWS) {
    const count = Math.min(ROWS, rows - from);
    const points = Float64Array.from(data.subarray(from * width, (from + count) * width));
    for (let i = 0; i < points.length; i++) points[i] -= mean[i % width];
    yield { points, from, count };
  }
}

function sharesOf(values: Float64Array): Float64Array {
  const positive = values.map((value) => Math.max(value, 0));
  const all = positive.reduce((sum, value) => sum + value, 0);
  return positive.map((value) => (all > 0 ? value / all : 0));
}
