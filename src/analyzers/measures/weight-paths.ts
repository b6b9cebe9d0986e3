import { centre } from '../../array/linear/principal-components.ts';
import { symmetricEigen } from '../../array/linear/symmetric-eigen.ts';
import { type RowProducts, rowProducts } from './row-products.ts';
import { tensorsOf, type WeightName, weightGroups } from './weight-names.ts';

/** One matrix through some checkpoints. */
export interface WeightPath {
  /** Products of its centred values at two checkpoints, [n, n]. */
  readonly products: Float64Array;
  /** Squared distances between neighbouring checkpoints, [n − 1]. */
  readonly steps: Float64Array;
}

/**
 * Returns the paths of the matrices that the model has, which are read one after another, so that
 * no more than one is held for all checkpoints; the paths of a group add up.
 * @param config config.json of the run: how many layers it has
 * @param read the values of a tensor at the checkpoint of that index
 */
export async function weightPaths(
  count: number,
  config: Readonly<Record<string, unknown>>,
  read: (index: number, tensor: string) => Promise<Float32Array>
): Promise<ReadonlyMap<WeightName, WeightPath>> {
  const paths = new Map<WeightName, WeightPath>();
  const products = await rowProducts(count);
  for (const name of weightGroups.all) {
    const ofLayers: WeightPath[] = [];
    for (const tensor of tensorsOf(name, config)) {
      const rows: Float32Array[] = [];
      for (let i = 0; i < count; i++) rows.push(await read(i, tensor));
      ofLayers.push(await pathOf(rows, products));
    }
    if (ofLayers.length > 0) paths.set(name, together(ofLayers));
  }
  await products.dispose();
  return paths;
}

/** Returns the groups of weights that have paths, each with those of its matrices. */
export function pathsOfGroups<P>(
  paths: ReadonlyMap<WeightName, P>
): readonly (readonly [group: string, paths: readonly P[]])[] {
  return Object.entries(weightGroups).flatMap(([group, names]) => {
    const own = names.flatMap((name) => paths.get(name) ?? []);
    return own.length === 0 ? [] : [[group, own] as const];
  });
}

/** The path of several matrices as one: products and squared distances add up. */
function together(paths: readonly WeightPath[]): WeightPath {
  const [first, ...others] = paths as [WeightPath, ...WeightPath[]];
  for (const other of others)
    for (const key of ['products', 'steps'] as const)
      for (let i = 0; i < first[key].length; i++) first[key][i] += other[key][i];
  return first;
}

async function pathOf(rows: readonly Float32Array[], { add }: RowProducts): Promise<WeightPath> {
  const n = rows.length;
  const products = new Float64Array(n * n);
  const steps = new Float64Array(Math.max(n - 1, 0));
  await add(products, rows[0]?.length ?? 0, (part, from, count) => {
    rows.forEach((row, i) => {
      part.set(row.subarray(from, from + count), i * count);
    });
    for (let i = 0; i + 1 < n; i++)
      for (let j = i * count; j < (i + 1) * count; j++)
        steps[i] += (part[j + count] - part[j]) ** 2;
    centre(part, n, count);
  });
  return { products, steps };
}

/** The principal components of the points of some paths together. */
export interface PathComponents {
  /** [n, m], m the number of components; their signs are arbitrary. */
  readonly projections: Float32Array;
  /** Shares of the variance, [m]. */
  readonly shares: Float32Array;
  /** Variances (n − 1), [m]. */
  readonly variances: Float32Array;
  /** Squared distances between neighbouring checkpoints, [n − 1]. */
  readonly steps: Float64Array;
}

/**
 * Returns the strongest principal components, at most `most`, of n checkpoints seen in the matrices
 * of these paths.
 */
export function pathComponents(
  paths: readonly WeightPath[],
  n: number,
  most: number
): PathComponents {
  const m = Math.min(most, n);
  const sum = (pick: (path: WeightPath) => Float64Array, length: number) =>
    Float64Array.from({ length }, (_, i) =>
      paths.reduce((total, path) => total + pick(path)[i], 0)
    );
  const products = sum((path) => path.products, n * n);
  const { values, vectors } = symmetricEigen(products, n, m);
  const squares = values.map((value) => Math.max(value, 0));
  const all = squares.reduce((total, value) => total + value, 0);
  const projections = new Float32Array(n * m);
  for (let i = 0; i < n; i++)
    for (let c = 0; c < m; c++) projections[i * m + c] = vectors[c * n + i] * Math.sqrt(squares[c]);
  const strongest = squares.subarray(0, m);
  return {
    projections,
    shares: Float32Array.from(strongest, (square) => (all > 0 ? square / all : 0)),
    variances: Float32Array.from(strongest, (square) => square / Math.max(n - 1, 1)),
    steps: sum((path) => path.steps, Math.max(n - 1, 0))
  };
}

/** Returns the distance per epoch between neighbouring checkpoints, from its squares, [n − 1]. */
export function speedsOf(steps: Float64Array, epochs: ArrayLike<number>): Float64Array {
  return steps.map((square, i) => Math.sqrt(square) / (epochs[i + 1] - epochs[i]));
}
