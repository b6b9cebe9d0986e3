import { mean } from '../../array/statistics/mean.ts';
import { participationRatio } from '../../array/statistics/participation-ratio.ts';
import { float64, int32, type NamedArrays, rowsOf } from '../../array/tensor.ts';
import { type ArraySpecs, analyzer, type RunArtifacts } from '../analyzer.ts';
import { keyCount } from '../measures/key-frequencies.ts';
import { matrixNames, tensorsOf, type WeightName, weightGroups } from '../measures/weight-names.ts';

const SOURCE = 'effective_dimensionality';
const NORMS = 'fourier_sparsity';
const perHead = weightGroups.attention;
const measures = [
  'pr_sigma',
  'pr_sigma2',
  'stable_rank',
  'gap',
  'gap_share',
  'largest_gap',
  'pair_gap',
  'between_pairs_gap'
] as const;

/**
 * How cleanly the singular values of each weight matrix part into a dominant group and the rest,
 * and that group into pairs.
 */
export default analyzer({
  id: 'spectral_gap',
  title: 'Spectral gap',
  about:
    'How far the leading singular values of each weight matrix stand out, beside both participation ratios.',
  structure: 'cyclic',
  version: 2,
  parameters: {
    leading: {
      type: 'number',
      default: null,
      min: 1,
      integer: true,
      about: 'Number of leading singular values; two per key frequency of the last checkpoint.'
    },
    keyShare: {
      type: 'number',
      default: 0.25,
      min: 0,
      max: 1,
      about: 'Share of the largest norm in the neuron-logit map above which a frequency is key.'
    }
  },
  arrays: {},
  /**
   * Per matrix, heads apart: pr_sigma = (Σσ)²/Σσ² (the Python workbench's), pr_sigma2 = (Σσ²)²/Σσ⁴,
   * stable_rank = Σσ²/σ₁², gap = σ_r/σ_{r+1} and gap_share = (σ_r − σ_{r+1})/σ₁ at r = rank (the
   * last but one where there are fewer), largest_gap = the r up to half of all with the largest
   * gap. A cosine and a sine of one frequency have equal singular values: pair_gaps = (σ_{2i−1} −
   * σ_{2i})/σ_{2i−1} for the leading pairs i (NaN beyond the last value) and pair_gap their mean,
   * to be held against between_pairs_gap, the mean of (σ_{2i} − σ_{2i+1})/σ_{2i} (NaN for one
   * pair).
   */
  acrossArrays: {
    epochs: { dims: ['epoch'], dtype: 'int32' },
    rank: { dims: [], dtype: 'int32' },
    ...(Object.assign({}, ...matrixNames.map(declared)) as ArraySpecs)
  },
  reads: [SOURCE, NORMS],
  async across(run, { leading, keyShare }) {
    const rank = leading ?? 2 * (await keysOf(run, keyShare));
    const pairs = Math.max(1, Math.floor(rank / 2));
    const epochs = run.epochs(SOURCE);
    const rows: NamedArrays[] = [];
    for (const epoch of epochs) rows.push(await run.load(SOURCE, epoch));
    const matrices = matrixNames.filter((name) => tensorsOf(name, run.context.config).length > 0);
    const found = matrices.flatMap((name) => {
      const spectra = rows.map((row) => spectraOf(row, name).map((sv) => measured(sv, rank)));
      const heads = spectra[0]?.length ?? 0;
      const shape = perHead.includes(name) ? [epochs.length, heads] : [epochs.length];
      const gaps = spectra.flatMap((row) => row.map(({ pairGaps }) => pairGaps));
      const perPair = Float64Array.from(
        gaps.flatMap((some) => Array.from({ length: pairs }, (_, i) => some[i] ?? Number.NaN))
      );
      return [
        ...measures.map((measure) => {
          const values = spectra.flatMap((row) => row.map((values) => values[measure]));
          return [`${name}__${measure}`, float64(Float64Array.from(values), shape)] as const;
        }),
        [`${name}__pair_gaps`, float64(perPair, [...shape, pairs])] as const
      ];
    });
    return {
      epochs: int32(Int32Array.from(epochs), [epochs.length]),
      rank: int32(Int32Array.of(rank), []),
      ...Object.fromEntries(found)
    };
  }
});

function declared(name: WeightName): ArraySpecs {
  const dims = perHead.includes(name) ? ['epoch', 'n_heads'] : ['epoch'];
  return Object.fromEntries([
    ...measures.map((measure) => [`${name}__${measure}`, { dims, dtype: 'float64', of: [name] }]),
    [`${name}__pair_gaps`, { dims: [...dims, 'pair'], dtype: 'float64', of: [name] }]
  ]);
}

/** The number of key frequencies in the neuron-logit map of the last epoch, at least 1. */
async function keysOf(run: RunArtifacts, share: number): Promise<number> {
  const last = run.epochs(NORMS).at(-1);
  if (last === undefined) return 1;
  const { norms_W_L: norms } = await run.load(NORMS, last);
  return Math.max(1, keyCount(norms!.data, share));
}

/** The singular values of a matrix, one row per head. */
function spectraOf(arrays: NamedArrays, name: WeightName): readonly Float64Array[] {
  return rowsOf(arrays[`sv_${name}`]).map((row) => Float64Array.from(row));
}

type Measured = Readonly<Record<(typeof measures)[number], number>> & {
  readonly pairGaps: readonly number[];
};

function measured(sv: Float64Array, rank: number): Measured {
  const squares = sv.map((s) => s * s);
  const energy = squares.reduce((sum, s) => sum + s, 0);
  const largest = sv[0] ?? 0;
  const r = Math.max(Math.min(rank, sv.length - 1), 1);
  const candidates = Array.from(
    { length: Math.max(Math.floor(sv.length / 2), 1) },
    (_, i) => i + 1
  );
  const pairs = Math.floor(Math.min(Math.max(rank, 2), sv.length) / 2);
  const drop = (at: number) => (sv[at] > 0 ? (sv[at] - sv[at + 1]) / sv[at] : 0);
  const pairGaps = Array.from({ length: pairs }, (_, i) => drop(2 * i));
  const between = Array.from({ length: Math.max(pairs - 1, 0) }, (_, i) => drop(2 * i + 1));
  return {
    pr_sigma: participationRatio(sv),
    pr_sigma2: participationRatio(squares),
    stable_rank: largest > 0 ? energy / largest ** 2 : 0,
    gap: ratio(sv, r),
    gap_share: largest > 0 ? (sv[r - 1] - (sv[r] ?? 0)) / largest : 0,
    largest_gap: candidates.reduce((best, at) => (ratio(sv, at) > ratio(sv, best) ? at : best), 1),
    pair_gap: mean(pairGaps),
    between_pairs_gap: mean(between),
    pairGaps
  };
}

/**
 * σ_r / σ_{r+1}; what is below 1e-6 of the largest counts as that, so that rank-deficient matrices
 * stay finite.
 */
function ratio(sv: Float64Array, r: number): number {
  const least = 1e-6 * (sv[0] ?? 0);
  return least > 0 ? Math.max(sv[r - 1], least) / Math.max(sv[r] ?? 0, least) : 1;
}
