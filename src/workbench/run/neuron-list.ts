import { findAnalyzer } from '../../analyzers/index.ts';
import type { NamedArrays, Numbers } from '../../array/tensor.ts';
import { UserError } from '../../error/user-error.ts';
import {
  hasAcross,
  hasSummary,
  readAcross,
  readSummary,
  type Variant
} from '../../loader/index.ts';
import { taskOf } from '../../task/index.ts';
import { printable } from '../../text/printable.ts';
import { dominantOf } from '../../visualizations/parts/neuron-order.ts';
import { storedArtifact } from './stored-artifact.ts';
import { lackOf } from './suited.ts';
import { wholeArtifacts } from './whole-artifacts.ts';

/** What neurons can be ordered by. */
export const neuronOrders = ['switches', 'commitment', 'coarseness', 'frequency', 'index'] as const;

/** One of the orders. */
export type NeuronOrder = (typeof neuronOrders)[number];

/**
 * What a run did with one neuron; null for what is not known, or an uncommitted neuron's
 * commitment.
 */
export interface NeuronRow {
  readonly neuron: number;
  /** Times it took up another dominant frequency. */
  readonly switches: number | null;
  /** The epoch since which it holds its last frequency. */
  readonly commitment: number | null;
  /**
   * Dominant frequency at the last stored epoch, 1-based, and its share of the neuron's variance.
   */
  readonly frequency: number | null;
  readonly fraction: number | null;
  /** Coarseness at the last stored epoch. */
  readonly coarseness: number | null;
}

/**
 * Which neurons come first: thrashers, those that commit early, blobs, low frequencies, low
 * indices.
 */
const directions: Readonly<Record<NeuronOrder, 1 | -1>> = {
  switches: -1,
  commitment: 1,
  coarseness: -1,
  frequency: 1,
  index: 1
};

/**
 * Returns a variant's neurons in an order, from `neuron_dynamics` (else the summary of
 * `neuron_freq_norm`) and `coarseness`; neurons without a value come last. Throws a UserError with
 * the command when nothing is known to order by.
 */
export async function listNeurons(
  variant: Variant,
  order: NeuronOrder = 'switches'
): Promise<readonly NeuronRow[]> {
  const [dynamics, coarseness] = await Promise.all([dynamicsOf(variant), coarsenessOf(variant)]);
  const count = Math.max(...Object.values(dynamics).map(lengthOf), lengthOf(coarseness));
  const rows = Array.from({ length: count }, (_, neuron): NeuronRow => {
    const at = (values: ArrayLike<number> | null) => {
      const value = values?.[neuron];
      return value === undefined || Number.isNaN(value) ? null : value;
    };
    const frequency = at(dynamics.frequency);
    return {
      neuron,
      switches: at(dynamics.switches),
      commitment: at(dynamics.commitment),
      frequency: frequency === null ? null : frequency + 1,
      fraction: at(dynamics.fraction),
      coarseness: at(coarseness)
    };
  });
  const value = (row: NeuronRow) => (order === 'index' ? row.neuron : row[order]);
  if (rows.every((row) => value(row) === null)) throw unknown(variant, order);
  const direction = directions[order];
  return rows.sort((a, b) => {
    const [x, y] = [value(a), value(b)];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    return direction * (x - y) || (b.fraction ?? 0) - (a.fraction ?? 0) || a.neuron - b.neuron;
  });
}

interface Dynamics {
  readonly switches: Numbers | null;
  readonly commitment: Numbers | null;
  readonly frequency: Numbers | null;
  readonly fraction: Numbers | null;
}

async function dynamicsOf(variant: Variant): Promise<Dynamics> {
  if (hasAcross(variant, 'neuron_dynamics')) {
    const arrays = await readAcross(variant, 'neuron_dynamics');
    return {
      switches: lastRow(arrays, 'switch_counts', 1),
      commitment: lastRow(arrays, 'commitment_epochs', 1),
      frequency: lastRow(arrays, 'dominant_freq', 2),
      fraction: lastRow(arrays, 'max_frac', 2)
    };
  }
  const known = hasSummary(variant, 'neuron_freq_norm');
  const summary = known ? await readSummary(variant, 'neuron_freq_norm') : {};
  const last = (await wholeArtifacts(variant, 'neuron_freq_norm')).at(-1);
  const spectra = last === undefined ? {} : await storedArtifact(variant, 'neuron_freq_norm', last);
  return {
    switches: lastRow(summary, 'switch_count', 2),
    commitment: lastRow(summary, 'commitment_epoch', 2),
    ...strongest(spectra)
  };
}

async function coarsenessOf(variant: Variant): Promise<Numbers | null> {
  const last = (await wholeArtifacts(variant, 'coarseness')).at(-1);
  if (last === undefined) return null;
  return (await storedArtifact(variant, 'coarseness', last)).coarseness?.data ?? null;
}

/**
 * A vector [neuron], or the last row of a matrix [epoch, neuron]; null where there is none of that
 * rank.
 */
function lastRow(arrays: NamedArrays, key: string, rank: 1 | 2): Numbers | null {
  const found = arrays[key];
  if (found?.shape.length !== rank) return null;
  return found.data.subarray(found.data.length - (found.shape.at(-1) ?? 0));
}

function strongest({ norm_matrix }: NamedArrays): Pick<Dynamics, 'frequency' | 'fraction'> {
  if (norm_matrix?.shape.length !== 2) return { frequency: null, fraction: null };
  const { frequencies, fractions } = dominantOf(norm_matrix);
  return { frequency: frequencies, fraction: fractions };
}

function lengthOf(values: ArrayLike<number> | null): number {
  return values?.length ?? 0;
}

function unknown(variant: Variant, order: NeuronOrder): UserError {
  const analyzer = order === 'coarseness' ? 'coarseness' : 'neuron_dynamics';
  const name = printable(variant.name);
  const task = taskOf(variant.config);
  const lack = lackOf(findAnalyzer(analyzer), variant);
  if (lack !== null)
    return new UserError(
      `no ${order} of the neurons of ${task.title.toLowerCase()}: ${name}`,
      lack
    );
  return new UserError(
    `no ${order === 'index' ? 'neurons' : order} known of ${name}`,
    `run: grokscope analyze ${name} --analyzer ${analyzer}`
  );
}
