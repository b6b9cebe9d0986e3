import { mean } from '../array/mean.ts';
import { principalComponents } from '../array/principal-components.ts';
import { float64, type NamedArrays, type Tensor, vector } from '../array/tensor.ts';
import {
  add,
  gather,
  integers,
  type Lazy,
  matmul,
  mean as meanOf,
  reshape,
  slice,
  square,
  sub,
  sum,
  swapLast
} from '../engine/index.ts';
import { type ArraySpec, type ArraySpecs, analyzer } from './analyzer.ts';
import { circularityOf, clusterGeometry } from './measures/cluster-geometry.ts';
import { siteNames, sites, siteWidths } from './measures/sites.ts';

const scalars = [
  'mean_radius',
  'mean_dim',
  'center_spread',
  'snr',
  'circularity',
  'fourier_alignment',
  'fisher_mean',
  'fisher_min',
  'fisher_argmin_r',
  'fisher_argmin_s',
  'fisher_argmin_diff'
] as const;
const variances = ['pca_var_pc1', 'pca_var_pc2', 'pca_var_pc3'] as const;
const wide = (...dims: readonly string[]): ArraySpec => ({ dims, dtype: 'float64' });

/** How the pairs of each answer cluster at four places in the model: the class of (a, b) is (a + b) mod p (REQ_044). */
export default analyzer({
  id: 'repr_geometry',
  title: 'Representation geometry',
  about:
    'How the pairs of each answer cluster inside the model and whether their centres form a circle.',
  version: 1,
  arrays: perSite((site) => [
    ['centroids', wide('prime', siteWidths[site])],
    ['radii', wide('prime')],
    ['dimensionality', wide('prime')],
    ...scalars.map((name) => [name, wide()] as const)
  ]),
  measure({ prime, labels, activation }) {
    const order = Int32Array.from(labels.keys()).sort((i, j) => labels[i]! - labels[j]! || i - j);
    const measured = siteNames.flatMap((site) => {
      const byClass = gather(activation(sites[site]), integers(order), 0);
      return Object.entries(clusters(byClass, prime)).map(([key, node]) => [
        `${site}_${key}`,
        node
      ]);
    });
    return Object.fromEntries(measured);
  },
  finish: (measured) => Object.assign({}, ...siteNames.map((site) => finished(site, measured))),
  summary: perSite(() => [...scalars, ...variances].map((name) => [name, wide()] as const)),
  summarize: (arrays) =>
    Object.fromEntries(
      siteNames.flatMap((site) => [
        ...scalars.map((name) => [`${site}_${name}`, arrays[`${site}_${name}`]!.data[0]!] as const),
        ...shares(arrays[`${site}_centroids`]!).map(
          (share, i) => [`${site}_${variances[i]}`, share] as const
        )
      ])
    )
});

function perSite(
  entries: (site: (typeof siteNames)[number]) => readonly (readonly [string, ArraySpec])[]
): ArraySpecs {
  return Object.fromEntries(
    siteNames.flatMap((site) => entries(site).map(([key, spec]) => [`${site}_${key}`, spec]))
  );
}

/**
 * Rows [p·p, d], class after class → centroids [p, d], the sum of the squares of each centred class and that of its Gram
 * matrix, [p]. The first row of each class is taken off before the mean, so that equal rows leave exactly nothing.
 */
function clusters(rows: Lazy, prime: number): Readonly<Record<string, Lazy>> {
  const width = rows.shape[1]!;
  const members = reshape(rows, [prime, -1, width]); // [class, member, d]
  const first = slice(members, [0], [1], [1]);
  const beside = sub(members, first);
  const middle = meanOf(beside, [1], true);
  const centred = sub(beside, middle);
  const gram = matmul(centred, swapLast(centred));
  return {
    centroids: reshape(add(first, middle), [prime, width]),
    squares: sum(square(centred), [1, 2]),
    gramSquares: sum(square(gram), [1, 2])
  };
}

function finished(site: string, measured: NamedArrays): NamedArrays {
  const part = (key: string) => measured[`${site}_${key}`]!.data;
  const [prime, width] = measured[`${site}_centroids`]!.shape as [number, number];
  const centroids = Float64Array.from(part('centroids'));
  const squares = Float64Array.from(part('squares'));
  const radii = squares.map((total) => Math.sqrt(total / prime));
  // (Σλ)² / Σλ² of the covariance: its trace and the trace of its square.
  const dimensionality = squares.map((total, r) =>
    total > 0 ? total ** 2 / part('gramSquares')[r]! : 0
  );
  const found = clusterGeometry(centroids, radii, width);
  const [r, s] = found.closest;
  const { circularity, alignment } = circularityOf(centroids, prime, width);
  const values: Record<(typeof scalars)[number], number> = {
    mean_radius: found.meanRadius,
    mean_dim: mean(dimensionality),
    center_spread: found.centerSpread,
    snr: found.snr,
    circularity,
    fourier_alignment: alignment,
    fisher_mean: found.fisherMean,
    fisher_min: found.fisherMin,
    fisher_argmin_r: r,
    fisher_argmin_s: s,
    fisher_argmin_diff: Math.min(s - r, prime - (s - r))
  };
  const arrays: [string, Tensor][] = [
    ['centroids', float64(centroids, [prime, width])],
    ['radii', vector(radii)],
    ['dimensionality', vector(dimensionality)],
    ...scalars.map((name): [string, Tensor] => [name, float64(Float64Array.of(values[name]), [])])
  ];
  return Object.fromEntries(arrays.map(([key, tensor]) => [`${site}_${key}`, tensor]));
}

/** The share of the first three principal components in the variance of the centroids; 0 where they are equal. */
function shares({ data, shape }: Tensor): readonly number[] {
  const [count, width] = shape as [number, number];
  const { squares } = principalComponents(data, count, width, 0);
  const all = squares.reduce((sum, square) => sum + square, 0);
  return variances.map((_, i) => (all > 0 ? (squares[i] ?? 0) / all : 0));
}
