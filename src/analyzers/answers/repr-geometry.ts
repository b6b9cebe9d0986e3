import { principalComponents } from '../../array/linear/principal-components.ts';
import { mean } from '../../array/statistics/mean.ts';
import { float64, type NamedArrays, type Tensor, vector } from '../../array/tensor.ts';
import { type ArraySpec, type ArraySpecs, analyzer } from '../analyzer.ts';
import { circularityOf, clusterGeometry } from '../measures/cluster-geometry.ts';
import { pick } from '../measures/neuron-groups.ts';
import { classesSeen, classSizes, clusters, membersOf } from './class-clusters.ts';
import { siteNames, sites, siteWidths } from './sites.ts';

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

/**
 * How the pairs of each answer cluster at four places in the model: the class of (a, b) is its
 * answer (REQ_044).
 */
export default analyzer({
  id: 'repr_geometry',
  title: 'Representation geometry',
  about:
    'How the pairs of each answer cluster inside the model and whether their centres form a circle.',
  layered: true,
  version: 1,
  structure: 'pairs',
  probed: true,
  arrays: perSite((site) => [
    ['centroids', wide('prime', siteWidths[site])],
    ['radii', wide('prime')],
    ['dimensionality', wide('prime')],
    ...scalars.map((name) => [name, wide()] as const)
  ]),
  measure({ sizes: { prime }, labels, activation }) {
    const members = membersOf(labels, prime);
    const measured = siteNames.flatMap((site) =>
      Object.entries(clusters(activation(sites[site]), members)).map(([key, node]) => [
        `${site}_${key}`,
        node
      ])
    );
    return Object.fromEntries(measured);
  },
  finish(measured, context) {
    const sizes = classSizes(context);
    return Object.assign({}, ...siteNames.map((site) => finished(site, measured, sizes)));
  },
  summary: perSite(() => [...scalars, ...variances].map((name) => [name, wide()] as const)),
  summarize: (arrays, context) =>
    Object.fromEntries(
      siteNames.flatMap((site) => [
        ...scalars.map((name) => [`${site}_${name}`, arrays[`${site}_${name}`].data[0]] as const),
        ...shares(arrays[`${site}_centroids`], classesSeen(context)).map(
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

function finished(site: string, measured: NamedArrays, sizes: Int32Array): NamedArrays {
  const part = (key: string) => measured[`${site}_${key}`].data;
  const [prime, width] = measured[`${site}_centroids`].shape as [number, number];
  const centroids = Float64Array.from(part('centroids'));
  const squares = Float64Array.from(part('squares'));
  const radii = squares.map((total, r) => Math.sqrt(total / sizes[r]));
  // (Σλ)² / Σλ² of the covariance: its trace and the trace of its square.
  const dimensionality = squares.map((total, r) =>
    total > 0 ? total ** 2 / part('gramSquares')[r] : total
  );
  const places = Int32Array.from(sizes.keys()).filter((r) => sizes[r] > 0);
  const own = pick(centroids, width, places);
  const ownRadii = Float64Array.from(places, (r) => radii[r]);
  const found = clusterGeometry(own, ownRadii, width);
  const [r, s] = found.closest.map((place) => places[place]) as [number, number];
  const { circularity, alignment } = circularityOf(own, places.length, width, {
    places,
    all: prime
  });
  const values: Record<(typeof scalars)[number], number> = {
    mean_radius: found.meanRadius,
    mean_dim: mean(Float64Array.from(places, (r) => dimensionality[r])),
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

/**
 * The share of the first three principal components in the variance of the centroids; 0 where they
 * are equal, NaN where unknown.
 */
function shares({ data, shape }: Tensor, classes: Int32Array): readonly number[] {
  const width = shape[1];
  const { squares } = principalComponents(pick(data, width, classes), classes.length, width, 0);
  const all = squares.reduce((sum, square) => sum + square, 0);
  return variances.map((_, i) => (all === 0 ? 0 : (squares[i] ?? 0) / all));
}
