import type { Variant } from '../../loader/index.ts';
import { layoutOf } from '../../task/index.ts';
import { type Lead, leadOf, type Mark, type TurnReport } from '../../turn/index.ts';
import { arraysOf } from './stored-arrays.ts';

/**
 * A number of the weights, of the answers or of what leads to them whose change may lead or lag the
 * turn.
 */
interface StructureMark {
  /** snake_case; the key in JSON. */
  readonly id: string;
  readonly about: string;
  readonly analyzer: string;
  readonly from: 'summary' | 'across';
  /**
   * The array: a number per epoch, per step from one epoch to the next, or per epoch between two
   * others.
   */
  readonly key: string;
  readonly mark: Mark;
  /** What it must reach or fall below; that of a uniform guess by default. */
  readonly limit?: number;
  /** True where memorization itself would be the mark: only what begins after it counts. */
  readonly isAfterMemorization?: true;
}

const progress = { analyzer: 'progress_measures', from: 'summary' } as const;

/**
 * First checkpoint with that accuracy, for 3 checkpoints: the delay of grokking is how far train
 * and test lie apart.
 */
const accuracies = (
  [
    ['train', 0.99],
    ['test', 0.5],
    ['test', 0.95],
    ['test', 0.99]
  ] as const
).map(
  ([side, limit]): StructureMark => ({
    id: `${side}_accuracy_${limit}`,
    about: `First checkpoint with at least ${100 * limit} % of the ${side === 'test' ? 'test' : 'training'} pairs right, for 3 checkpoints.`,
    analyzer: 'input_trace',
    from: 'summary',
    key: `${side}_overall_accuracy`,
    mark: 'lasting reach',
    limit: Math.fround(limit) // accuracies are float32
  })
);

/** All such numbers; those whose artifact is absent are left out of a report. */
export const structureMarks: readonly StructureMark[] = [
  ...accuracies,
  {
    id: 'excluded_minimum',
    about: 'Least training loss without the key frequencies: where memorization ends.',
    ...progress,
    key: 'excluded_train',
    mark: 'smallest'
  },
  {
    id: 'restricted_peak',
    about: 'Largest test loss with the key frequencies only.',
    ...progress,
    key: 'restricted_test',
    mark: 'largest'
  },
  {
    id: 'restricted_below_uniform',
    about: 'First epoch after that peak with a test loss of the key frequencies below ln p.',
    ...progress,
    key: 'restricted_test',
    mark: 'first below'
  },
  ...['W_E', 'W_in', 'W_out', 'W_U'].map(
    (matrix): StructureMark => ({
      id: `pr_${matrix.toLowerCase()}`,
      about: `Steepest fall of the participation ratio of ${matrix} after memorization.`,
      analyzer: 'effective_dimensionality',
      from: 'summary',
      key: `pr_${matrix}`,
      mark: 'steepest fall',
      isAfterMemorization: true
    })
  ),
  {
    id: 'velocity',
    about: 'Greatest speed of the weights after memorization.',
    analyzer: 'parameter_trajectory',
    from: 'across',
    key: 'all__velocity',
    mark: 'largest',
    isAfterMemorization: true
  },
  {
    id: 'curvature',
    about: 'Sharpest bend in the path of the weights after memorization.',
    analyzer: 'trajectory_curvature',
    from: 'across',
    key: 'all__curvature',
    mark: 'largest',
    isAfterMemorization: true
  },
  {
    id: 'specialization',
    about: 'Steepest rise of the number of specialized neurons after memorization.',
    analyzer: 'neuron_freq_norm',
    from: 'summary',
    key: 'specialized_count_total',
    mark: 'steepest rise',
    isAfterMemorization: true
  }
];

/** What one such number says about the turn. */
export interface StructureLead extends Lead {
  readonly id: string;
  readonly about: string;
}

/**
 * Returns the marks in the stored artifacts of a variant; those that are absent, damaged or
 * unmarked are left out.
 */
export async function structureLeads(
  variant: Variant,
  { turn, windows }: TurnReport,
  seed: number
): Promise<readonly StructureLead[]> {
  const memorized = windows.memorization?.end ?? Infinity; // without it nothing begins after it
  const found: StructureLead[] = [];
  for (const { id, about, analyzer, from, key, mark, ...only } of structureMarks) {
    const arrays = await arraysOf(variant, analyzer, from);
    const [epochs, values] = [arrays?.epochs?.data, arrays?.[key]];
    if (!epochs || values?.shape.length !== 1) continue;
    // A step belongs to the epoch at which it ends, a bend to the one at which it is.
    const shift = epochs.length > values.data.length ? 1 : 0;
    const rows = Array.from(values.data, (value, i) => ({
      begin: epochs[i],
      epoch: epochs[i + shift],
      value
    })).filter(({ begin }) => !only.isAfterMemorization || begin >= memorized);
    const lead = leadOf(
      rows.map(({ epoch }) => epoch),
      rows.map(({ value }) => value),
      mark,
      { turn, seed, limit: only.limit ?? Math.log(layoutOf(variant).answers) }
    );
    if (lead) found.push({ id, about, ...lead });
  }
  return found;
}
