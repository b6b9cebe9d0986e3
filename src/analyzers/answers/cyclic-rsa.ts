import { nonnegativeWeights } from '../../array/geometry/nonnegative-fit.ts';
import { cosineSimilarities, pearson } from '../../array/geometry/similarities.ts';
import { randperm } from '../../array/random/randperm.ts';
import { torchGenerator } from '../../array/random/torch-generator.ts';
import { ranks } from '../../array/statistics/rank-correlation.ts';
import { float64, type NamedArrays, type Tensor } from '../../array/tensor.ts';
import { analyzer } from '../analyzer.ts';
import { rowFacts } from '../measures/row-facts.ts';
import { type CyclicModels, cyclicConcepts, cyclicModels } from './cyclic-models.ts';

/** Where representations are looked at, in the order of the computation. */
export const rsaSites = {
  attention: 'block.hook_resid_mid',
  neurons: 'block.mlp.hook_post',
  output: 'block.hook_resid_post'
} as const;
const siteNames = Object.keys(rsaSites) as (keyof typeof rsaSites)[];
/** Pairs that are compared with each other. */
const SAMPLE = 240;

const wide = (...dims: readonly string[]) => ({ dims, dtype: 'float64' }) as const;
type Site = keyof typeof rsaSites;
type Concept = (typeof cyclicConcepts)[number];
const scalarSpecs = Object.fromEntries(
  siteNames.flatMap((site) =>
    ['explained', ...cyclicConcepts, 'label_correlation', 'split_correlation'].map((name) => [
      `${site}_${name}`,
      wide()
    ])
  )
) as Record<
  `${Site}_${'explained' | Concept | 'label_correlation' | 'split_correlation'}`,
  ReturnType<typeof wide>
>;
const spectra = Object.fromEntries(
  siteNames.map((site) => [`${site}_sum_spectrum`, wide('frequency')])
) as Record<`${Site}_sum_spectrum`, ReturnType<typeof wide>>;

/**
 * Which circles the representations of the pairs lie on: those of a, of b, of a + b or of a − b
 * (representational similarity analysis with models of dissimilarity; Kriegeskorte et al. 2008).
 */
export default analyzer({
  id: 'cyclic_rsa',
  title: 'Similarity by circles',
  about: 'Whether pairs are alike by a, by b, by a + b or by a − b, inside the model.',
  structure: 'cyclic',
  layered: true,
  version: 1,
  /**
   * At each site, over all pairs of 240 rows of the grid (the same for every checkpoint), the
   * dissimilarity 1 − cosine of the representations less their mean is fitted by 1 − cos(2πk Δ/p)
   * of Δ = differences of a, b, a + b and a − b, all k from 1 to (p − 1)/2, with weights ≥ 0 and a
   * constant. `explained` is the share of its variance that the fit explains, and `a`, `b`, `sum`,
   * `difference` how much of it each circle brings; `sum_spectrum` that of a + b by frequency.
   * `label_correlation` is Spearman's with 0 for the same answer, else 1, and `split_correlation`
   * with 0 for two rows that both are, or are not, trained on.
   */
  arrays: { ...scalarSpecs, ...spectra },
  measure({ on, sizes: { prime } }) {
    const seen = on(sampleRows(prime));
    return Object.fromEntries(siteNames.map((site) => [site, seen.activation(rsaSites[site])]));
  },
  finish(measured, context) {
    const { prime } = context.sizes;
    const rows = sampleRows(prime);
    const { labels, isTrained } = rowFacts(context);
    const models = cyclicModels(prime, rows);
    const label = differing(rows, (row) => labels[row]);
    const split = differing(rows, (row) => isTrained[row]);
    return Object.assign(
      {},
      ...siteNames.map((site) => fitted(site, measured[site], models, { label, split }))
    ) as NamedArrays;
  },
  summary: { ...scalarSpecs, ...spectra },
  summarize: (arrays) => arrays
});

/** The same rows for every checkpoint of a modulus. */
function sampleRows(prime: number): Int32Array {
  const order = randperm(torchGenerator(0), prime ** 2);
  return order.slice(0, SAMPLE).sort();
}

/** Ranks of 0 for pairs of rows with the same value, 1 for others. */
function differing(rows: Int32Array, value: (row: number) => number): Float64Array {
  const found: number[] = [];
  for (let i = 0; i < rows.length; i++)
    for (let j = i + 1; j < rows.length; j++) found.push(value(rows[i]) === value(rows[j]) ? 0 : 1);
  return ranks(found);
}

function fitted(
  site: Site,
  { data, shape }: Tensor,
  models: CyclicModels,
  categories: { readonly label: Float64Array; readonly split: Float64Array }
): NamedArrays {
  const [rows, width] = shape as [number, number];
  const similarities = cosineSimilarities(centred(data, rows, width), rows, width);
  const distances = similarities.map((similarity) => 1 - similarity);
  const mean = distances.reduce((sum, x) => sum + x, 0) / distances.length;
  const own = distances.map((x) => x - mean);
  const total = own.reduce((sum, x) => sum + x * x, 0);
  const goals = models.goalsOf(own);
  const weights = nonnegativeWeights(models.products, goals);
  const shares = weights.map((weight, i) => (weight * goals[i]) / total);
  const { frequencies } = models;
  const part = (concept: number) =>
    shares.subarray(concept * frequencies, (concept + 1) * frequencies);
  const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0);
  const scalar = (value: number) => float64(Float64Array.of(value), []);
  const order = ranks(distances);
  return {
    [`${site}_explained`]: scalar(sum(shares)),
    ...Object.fromEntries(
      cyclicConcepts.map((concept, c) => [`${site}_${concept}`, scalar(sum(part(c)))])
    ),
    [`${site}_label_correlation`]: scalar(pearson(order, categories.label)),
    [`${site}_split_correlation`]: scalar(pearson(order, categories.split)),
    [`${site}_sum_spectrum`]: float64(Float64Array.from(part(cyclicConcepts.indexOf('sum'))), [
      frequencies
    ])
  };
}

function centred(data: ArrayLike<number>, rows: number, width: number): Float64Array {
  const found = Float64Array.from(data);
  for (let d = 0; d < width; d++) {
    let mean = 0;
    for (let i = 0; i < rows; i++) mean += found[i * width + d] / rows;
    for (let i = 0; i < rows; i++) found[i * width + d] -= mean;
  }
  return found;
}
