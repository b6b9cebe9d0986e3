import type { NamedArrays } from '../array/tensor.ts';
import { UserError } from '../error/user-error.ts';
import {
  hasAcross,
  hasSummary,
  readAcross,
  readLosses,
  readSummary,
  type Variant
} from '../loader/index.ts';
import { detectTurn, type Lead, leadOf, type Mark, type TurnReport } from '../turn/index.ts';

/** A number of the weights whose change may lead or lag the turn. */
interface StructureMark {
  /** snake_case; the key in JSON. */
  readonly id: string;
  readonly about: string;
  readonly analyzer: string;
  readonly from: 'summary' | 'across';
  /** The array, one number per epoch (or per step from one epoch to the next). */
  readonly key: string;
  readonly mark: Mark;
}

/** All such numbers; those whose artifact is absent are left out of a report. */
export const structureMarks: readonly StructureMark[] = [
  ...['W_E', 'W_in', 'W_out', 'W_U'].map(
    (matrix): StructureMark => ({
      id: `pr_${matrix.toLowerCase()}`,
      about: `Steepest fall of the participation ratio of ${matrix} after memorization.`,
      ...{ analyzer: 'effective_dimensionality', from: 'summary', key: `pr_${matrix}` },
      mark: 'steepest fall'
    })
  ),
  {
    id: 'velocity',
    about: 'Greatest speed of the weights after memorization.',
    ...{ analyzer: 'parameter_trajectory', from: 'across', key: 'all__velocity' },
    mark: 'largest'
  },
  {
    id: 'specialization',
    about: 'Steepest rise of the number of specialized neurons after memorization.',
    ...{ analyzer: 'neuron_freq_norm', from: 'summary', key: 'specialized_count_total' },
    mark: 'steepest rise'
  }
];

/** What one number of the weights says about the turn. */
export interface StructureLead extends Lead {
  readonly id: string;
  readonly about: string;
}

/** The turn of a variant by its losses, and the marks in its weights at stored epochs. */
export interface VariantTurn extends TurnReport {
  readonly variant: string;
  /** Epochs trained: marks of a run that ends too early look like leads. */
  readonly epochs: number;
  /** In the order of `structureMarks`; they also occur in runs that never turn, and count for nothing above. */
  readonly structure: readonly StructureLead[];
}

/** How the intervals and the confidence of a turn are made. */
export interface VariantTurnOptions {
  /** Resampled curves; 64 by default, 0 for none. */
  readonly resamples?: number;
  readonly seed?: number;
}

/**
 * Returns the turn of a variant. Throws a UserError when it has no losses; damaged artifacts leave out their marks only.
 */
export async function variantTurn(
  variant: Variant,
  { resamples = 64, seed = 0 }: VariantTurnOptions = {}
): Promise<VariantTurn> {
  const losses = await readLosses(variant);
  const report = detectTurn(losses, { prime: variant.prime, resamples, seed });
  const start = report.windows.memorization?.end ?? 0;
  const structure: StructureLead[] = [];
  for (const { id, about, analyzer, from, key, mark } of structureMarks) {
    const arrays = await read(variant, analyzer, from);
    const [epochs, values] = [arrays?.epochs?.data, arrays?.[key]];
    if (!epochs || values?.shape.length !== 1) continue;
    // A number per step belongs to the epoch at which the step ends.
    const skipped = epochs.length - values.data.length;
    const after = Array.from(values.data, (value, i) => ({
      epoch: epochs[i + skipped]!,
      value
    })).filter((_, i) => epochs[i]! >= start);
    const lead = leadOf(
      after.map(({ epoch }) => epoch),
      after.map(({ value }) => value),
      mark,
      report.turn,
      seed
    );
    if (lead) structure.push({ id, about, ...lead });
  }
  return { variant: variant.name, epochs: losses.train.length, ...report, structure };
}

async function read(
  variant: Variant,
  analyzer: string,
  from: StructureMark['from']
): Promise<NamedArrays | null> {
  try {
    if (from === 'summary')
      return hasSummary(variant, analyzer) ? await readSummary(variant, analyzer) : null;
    return hasAcross(variant, analyzer) ? await readAcross(variant, analyzer) : null;
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}
