import { centre } from '../array/principal-components.ts';
import { symmetricEigen } from '../array/symmetric-eigen.ts';
import { float32, float64, type NamedArrays } from '../array/tensor.ts';
import { type ArraySpecs, analyzer, type RunArtifacts } from './analyzer.ts';
import { int64 } from './measures/int64.ts';
import { type RowProducts, rowProducts } from './measures/row-products.ts';
import { type WeightName, weightGroups, weightNames } from './measures/weight-names.ts';

const COMPONENTS = 10;

/** The path of the weights through training in its own principal components, and its speed (REQ_029). */
export default analyzer({
  id: 'parameter_trajectory',
  title: 'Parameter trajectory',
  about: 'Which path the weights take through training, in its principal components, and how fast.',
  version: 1,
  arrays: {},
  /** Signs of components are arbitrary; the velocity is the distance per epoch between neighbouring checkpoints. */
  acrossArrays: {
    epochs: { dims: ['epoch'], dtype: 'int64' },
    ...Object.assign({}, ...Object.keys(weightGroups).map(declared))
  } as ArraySpecs,
  reads: [],
  async across(run) {
    const paths = await pathsOf(run);
    const groups = Object.entries(weightGroups).map(([group, names]) =>
      described(
        group,
        names.map((name) => paths.get(name)!),
        run.checkpoints
      )
    );
    return { epochs: int64(run.checkpoints), ...Object.assign({}, ...groups) };
  }
});

function declared(group: string): ArraySpecs {
  return {
    [`${group}__projections`]: ['epoch', 'component'],
    [`${group}__explained_variance_ratio`]: ['component'],
    [`${group}__explained_variance`]: ['component'],
    [`${group}__velocity`]: { dims: ['step'], dtype: 'float64' }
  };
}

/** One matrix through the run. */
interface Path {
  /** Products of its centred values at two checkpoints, [n, n]. */
  readonly products: Float64Array;
  /** Squared distances between neighbouring checkpoints, [n − 1]. */
  readonly steps: Float64Array;
}

/** Reads the matrices one after another, so that no more than one is held for all checkpoints; groups add up. */
async function pathsOf(run: RunArtifacts): Promise<ReadonlyMap<WeightName, Path>> {
  const paths = new Map<WeightName, Path>();
  const products = await rowProducts(run.checkpoints.length);
  for (const name of weightGroups.all!) {
    const tensor = weightNames[name];
    const rows: Float32Array[] = [];
    for (const epoch of run.checkpoints)
      rows.push((await run.checkpoint(epoch, [tensor]))[tensor]!.data as Float32Array);
    paths.set(name, await pathOf(rows, products));
  }
  await products.dispose();
  return paths;
}

async function pathOf(rows: readonly Float32Array[], { add }: RowProducts): Promise<Path> {
  const n = rows.length;
  const products = new Float64Array(n * n);
  const steps = new Float64Array(Math.max(n - 1, 0));
  await add(products, rows[0]?.length ?? 0, (part, from, count) => {
    rows.forEach((row, i) => {
      part.set(row.subarray(from, from + count), i * count);
    });
    for (let i = 0; i + 1 < n; i++)
      for (let j = i * count; j < (i + 1) * count; j++)
        steps[i]! += (part[j + count]! - part[j]!) ** 2;
    centre(part, n, count);
  });
  return { products, steps };
}

function described(group: string, paths: readonly Path[], epochs: readonly number[]): NamedArrays {
  const n = epochs.length;
  const m = Math.min(COMPONENTS, n);
  const sum = (pick: (path: Path) => Float64Array, length: number) =>
    Float64Array.from({ length }, (_, i) =>
      paths.reduce((total, path) => total + pick(path)[i]!, 0)
    );
  const { values, vectors } = symmetricEigen(
    sum((path) => path.products, n * n),
    n,
    m
  );
  const squares = values.map((value) => Math.max(value, 0));
  const all = squares.reduce((total, value) => total + value, 0);
  const projections = new Float32Array(n * m);
  for (let i = 0; i < n; i++)
    for (let c = 0; c < m; c++)
      projections[i * m + c] = vectors[c * n + i]! * Math.sqrt(squares[c]!);
  const strongest = squares.subarray(0, m);
  const velocity = sum((path) => path.steps, n - 1).map(
    (square, i) => Math.sqrt(square) / (epochs[i + 1]! - epochs[i]!)
  );
  return {
    [`${group}__projections`]: float32(projections, [n, m]),
    [`${group}__explained_variance_ratio`]: float32(
      Float32Array.from(strongest, (square) => (all > 0 ? square / all : 0)),
      [m]
    ),
    [`${group}__explained_variance`]: float32(
      Float32Array.from(strongest, (square) => square / Math.max(n - 1, 1)),
      [m]
    ),
    [`${group}__velocity`]: float64(velocity, [n - 1])
  };
}
