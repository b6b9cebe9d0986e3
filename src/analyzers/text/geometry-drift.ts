import { debiasedCka, type LinearKernel, linearKernel } from '../../array/geometry/alignment.ts';
import { nonnegativeFit } from '../../array/geometry/nonnegative-fit.ts';
import { cosineSimilarities, pearson } from '../../array/geometry/similarities.ts';
import { ranks } from '../../array/statistics/rank-correlation.ts';
import { float64, int32, type Tensor } from '../../array/tensor.ts';
import { isHardExample, type TextProbe } from '../../task/index.ts';
import { analyzer } from '../analyzer.ts';

const SOURCE = 'probe_embeddings';
const layers = ['last', 'middle'] as const;
const against = ['previous', 'first', 'final'] as const;
const forms = ['pearson', 'spearman', 'change', 'cka'] as const;
/** What would make prompts alike. */
export const probeConcepts = ['answer', 'category', 'level', 'length'] as const;

const perEpoch = { dims: ['epoch'], dtype: 'float64' } as const;
const drifts = Object.fromEntries(
  layers.flatMap((layer) =>
    against.flatMap((other) => forms.map((form) => [`${layer}_${other}_${form}`, perEpoch]))
  )
) as Record<
  `${(typeof layers)[number]}_${(typeof against)[number]}_${(typeof forms)[number]}`,
  typeof perEpoch
>;
const fits = Object.fromEntries(
  layers.flatMap((layer) => [
    [`${layer}_explained`, perEpoch],
    ...probeConcepts.flatMap((concept) => [
      [`${layer}_${concept}_correlation`, perEpoch],
      [`${layer}_${concept}_weight`, perEpoch]
    ])
  ])
) as Record<
  | `${(typeof layers)[number]}_explained`
  | `${(typeof layers)[number]}_${(typeof probeConcepts)[number]}_${'correlation' | 'weight'}`,
  typeof perEpoch
>;

/**
 * How much the similarities of the prompts change between checkpoints, and what they go by
 * (representational similarity analysis; Kriegeskorte et al. 2008).
 */
export default analyzer({
  id: 'geometry_drift',
  title: 'Geometry drift',
  about: 'How much the similarities of the prompts change, and which concept they go by.',
  version: 1,
  structure: 'text',
  arrays: {},
  /**
   * Over the cosine similarities of all pairs of probes (hard examples apart), after the last
   * block and halfway, against the checkpoint before, the first and the final one: 1 − Pearson, 1
   * − Spearman, mean absolute change, and 1 − debiased CKA of the embeddings; NaN without such a
   * checkpoint. `…_correlation` is Spearman's of the dissimilarities (1 − cosine) with those of a
   * concept (0 for the same answer, category or level, else 1; the difference in length),
   * `…_weight` its weight in the non-negative fit by all of them, of columns scaled to deviation
   * 1, and `…_explained` the share of the variance that this fit explains. NaN for a concept that
   * all probes share.
   */
  acrossArrays: { epochs: { dims: ['epoch'], dtype: 'int32' }, ...drifts, ...fits },
  reads: [SOURCE],
  async across(run) {
    const epochs = run.epochs(SOURCE);
    const probes = run.context.probes ?? [];
    const own = probes.flatMap((probe, i) => (isHardExample(probe) ? [] : [i]));
    const concepts = conceptDistances(own.map((i) => probes[i]));
    const found: Record<string, Float64Array> = {};
    const put = (key: string, t: number, value: number) => {
      found[key] ??= new Float64Array(epochs.length).fill(Number.NaN);
      found[key][t] = value;
    };
    for (const key of [...Object.keys(drifts), ...Object.keys(fits)])
      found[key] = new Float64Array(epochs.length).fill(Number.NaN);
    for (const layer of layers) {
      const slices: Slice[] = [];
      for (const epoch of epochs) slices.push(sliceOf((await run.load(SOURCE, epoch))[layer], own));
      for (const [t, slice] of slices.entries()) {
        const others = { previous: slices[t - 1], first: slices[0], final: slices.at(-1) };
        for (const name of against) {
          const other = others[name];
          if (!other) continue;
          const values = differences(slice, other);
          for (const form of forms) put(`${layer}_${name}_${form}`, t, values[form]);
        }
        const distances = slice.similarities.map((similarity) => 1 - similarity);
        const known = probeConcepts.filter((concept) => concepts[concept] !== null);
        for (const concept of known)
          put(
            `${layer}_${concept}_correlation`,
            t,
            -pearson(slice.ranks, concepts[concept]!.ranks)
          );
        const fit = nonnegativeFit(
          known.map((concept) => concepts[concept]!.scaled),
          distances
        );
        put(`${layer}_explained`, t, fit.explained);
        known.forEach((concept, k) => {
          put(`${layer}_${concept}_weight`, t, fit.weights[k]);
        });
      }
    }
    const columns = Object.entries(found).map(([key, values]) => [
      key,
      float64(values, [epochs.length])
    ]);
    return {
      epochs: int32(Int32Array.from(epochs), [epochs.length]),
      ...Object.fromEntries(columns)
    };
  }
});

/** The similarities of one checkpoint, and what is compared of them. */
interface Slice {
  readonly similarities: Float64Array;
  readonly ranks: Float64Array;
  readonly kernel: LinearKernel;
}

function sliceOf({ data, shape }: Tensor, own: readonly number[]): Slice {
  const width = shape[1];
  const points = new Float64Array(own.length * width);
  own.forEach((i, row) => {
    for (let d = 0; d < width; d++) points[row * width + d] = data[i * width + d];
  });
  const similarities = cosineSimilarities(points, own.length, width);
  return {
    similarities,
    ranks: ranks(similarities),
    kernel: linearKernel(points, own.length, width)
  };
}

function differences(one: Slice, other: Slice): Record<(typeof forms)[number], number> {
  let change = 0;
  for (let i = 0; i < one.similarities.length; i++)
    change += Math.abs(one.similarities[i] - other.similarities[i]);
  return {
    pearson: 1 - pearson(one.similarities, other.similarities),
    spearman: 1 - pearson(one.ranks, other.ranks),
    change: change / one.similarities.length,
    cka: 1 - debiasedCka(one.kernel, other.kernel)
  };
}

/** The dissimilarities of pairs by a concept, [pair]. */
interface Distances {
  readonly ranks: Float64Array;
  /** With mean 0 and deviation 1. */
  readonly scaled: Float64Array;
}

function conceptDistances(
  probes: readonly TextProbe[]
): Record<(typeof probeConcepts)[number], Distances | null> {
  const same = (word: (probe: TextProbe) => unknown) =>
    pairs(probes, (a, b) => Number(word(a) !== word(b)));
  return {
    answer: scaled(same(({ expected }) => expected)),
    category: scaled(same(({ category }) => category)),
    level: scaled(same(({ metadata }) => metadata.level)),
    length: scaled(pairs(probes, (a, b) => Math.abs(a.prompt.length - b.prompt.length)))
  };
}

function pairs(
  probes: readonly TextProbe[],
  value: (a: TextProbe, b: TextProbe) => number
): Float64Array {
  const found: number[] = [];
  for (let i = 0; i < probes.length; i++)
    for (let j = i + 1; j < probes.length; j++) found.push(value(probes[i], probes[j]));
  return Float64Array.from(found);
}

/** Null where all are equal. */
function scaled(values: Float64Array): Distances | null {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  if (!(square > 0)) return null;
  const deviation = Math.sqrt(square / values.length);
  return { ranks: ranks(values), scaled: values.map((value) => (value - mean) / deviation) };
}
