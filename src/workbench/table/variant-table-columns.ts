import type { NamedArrays, Tensor } from '../../array/tensor.ts';
import type { AnalyzerProvenance, Variant } from '../../loader/index.ts';
import { allParameters } from '../../task/index.ts';
import { type TurnReport, turnTitle } from '../../turn/index.ts';
import type { LossFacts } from '../run/facts.ts';

/** A value, or some; null for what never happened, undefined for what is not known. */
export type Cell = number | string | readonly number[] | null | undefined;

/** What a column may use. */
export interface RowFacts {
  readonly variant: Variant;
  /** null without losses. */
  readonly loss: LossFacts | null;
  /** null without losses. */
  readonly turn: TurnReport | null;
  /** Specialized neurons from which a range counts as taken up. */
  readonly k: number;
  /**
   * An analyzer's summary.npz: arrays with a leading dimension of `epochs`; null where it is absent
   * or damaged.
   */
  summary(analyzer: string): NamedArrays | null;
  readonly provenance: Readonly<Record<string, AnalyzerProvenance>>;
}

/** One column: a number of a run, from its losses or one summary. */
export interface Column {
  /** snake_case; the key in JSON and CSV and what `--sort` takes. */
  readonly id: string;
  /** Header in text, `{k}` replaced; none for what only JSON and CSV hold. */
  readonly title?: string;
  /** One sentence: what the number says. */
  readonly about: string;
  /** The analyzer whose summary it reads; it fills the cells. */
  readonly analyzer?: string;
  /** True for what a summary was made with: rows that differ in it do not compare. */
  readonly isSetting?: true;
  value(facts: RowFacts): Cell;
}

const coarseness = 'coarseness';
const spectra = 'neuron_freq_norm';
const dimensions = 'effective_dimensionality';
const ranges = ['low', 'mid', 'high', 'total'] as const;
const about = {
  low: 'low frequencies',
  mid: 'middle frequencies',
  high: 'high frequencies',
  total: 'any frequency'
};

function sentence(words: string): string {
  return words[0].toUpperCase() + words.slice(1);
}

/** All columns, in the order of the text table. */
export const columns: readonly Column[] = [
  ...Object.entries(allParameters).map(([name, { about }]) =>
    fact(name, `${sentence(about)}.`, ({ variant }) => variant.parameters[name])
  ),
  ofLoss('epochs', 'epochs', 'Epochs trained.', ({ epochs }) => epochs),
  ofLoss(
    'memorized_epoch',
    null,
    'First epoch with a train loss of at most 0.01.',
    ({ memorizedAt }) => memorizedAt
  ),
  ofLoss(
    'grokking_epoch',
    turnTitle,
    'Grokking onset: first epoch from the peak of the test loss on with a drop of 80 %.',
    ({ grokkedAt }) => grokkedAt
  ),
  ofLoss(
    'generalized_epoch',
    'test≤.01',
    'First epoch after the peak with a test loss of at most 0.01.',
    ({ generalizedAt }) => generalizedAt
  ),
  ofLoss(
    'final_test_loss',
    'test loss',
    'Test loss of the last epoch.',
    ({ finalTestLoss }) => finalTestLoss
  ),
  ofLoss(
    'final_train_loss',
    null,
    'Training loss of the last epoch.',
    ({ finalTrainLoss }) => finalTrainLoss
  ),
  ofLoss('peak_test_loss', null, 'Largest test loss.', ({ peakTestLoss }) => peakTestLoss),
  ofLoss(
    'rebound',
    null,
    'Test loss of the last epoch over the least one: 1 where it never rises again; for runs that turn.',
    ({ grokkedAt, finalTestLoss, leastTestLoss }) =>
      grokkedAt === null || finalTestLoss === null || !leastTestLoss
        ? null
        : finalTestLoss / leastTestLoss
  ),
  ofTurn(
    'turn_margin',
    'Median distance of the other detectors from the turn, in epochs.',
    ({ margin }) => margin
  ),
  ofTurn(
    'descent_onset',
    'Epoch at which the fall of the smoothed log test loss begins.',
    ({ windows }) => windows.secondDescent?.start ?? null
  ),
  ofTurn(
    'descent_width',
    'Epochs from there until that fall has ended.',
    ({ windows: { secondDescent } }) => secondDescent && secondDescent.end - secondDescent.start
  ),
  ofTurn(
    'spikes',
    'Spikes of the training loss to ten times its value.',
    ({ spikes }) => spikes.length
  ),
  ...ranges.map((range) =>
    ofSummary(
      spectra,
      `first_epoch_${range}`,
      `≥{k} ${range}`,
      `First stored epoch with at least k neurons specialized in ${about[range]}.`,
      (summary, { k }) => firstEpoch(summary, `specialized_count_${range}`, (count) => count >= k)
    )
  ),
  ...ranges.map((range) =>
    ofSummary(
      spectra,
      `final_specialized_${range}`,
      range,
      `Neurons specialized in ${about[range]} at the last stored epoch.`,
      (summary) => summary[`specialized_count_${range}`]?.data.at(-1)
    )
  ),
  ...ranges.map((range) =>
    ofSummary(
      spectra,
      `max_specialized_${range}`,
      `max ${range}`,
      `Most neurons specialized in ${about[range]} at any stored epoch.`,
      (summary) => most(summary[`specialized_count_${range}`]?.data)
    )
  ),
  ...ranges.map((range) =>
    ofSummary(
      spectra,
      `turn_specialized_${range}`,
      null,
      `Neurons specialized in ${about[range]} at the last stored epoch up to the turn.`,
      (summary, facts) => upToTurn(summary, `specialized_count_${range}`, facts)
    )
  ),
  ofSummary(
    spectra,
    'key_frequencies',
    null,
    'Frequencies with at least k specialized neurons at the last stored epoch.',
    (summary, { k }) => takenUp(summary.specialized_count_per_freq, k)?.length
  ),
  ofSummary(
    spectra,
    'key_frequency_list',
    'key k',
    'Those frequencies themselves, from 1.',
    (summary, { k }) => takenUp(summary.specialized_count_per_freq, k)
  ),
  ofSummary(
    coarseness,
    'blob_count',
    'blobs',
    'Blob neurons at the last stored epoch.',
    (summary) => summary.blob_count?.data.at(-1)
  ),
  ofSummary(
    coarseness,
    'mean_coarseness',
    'coarse',
    'Mean coarseness of the neurons at the last stored epoch.',
    (summary) => summary.mean_coarseness?.data.at(-1)
  ),
  ofSummary(
    dimensions,
    'pr_w_in_below_30',
    'PR<30',
    'First stored epoch at which the participation ratio of W_in has fallen below 30.',
    (summary) => fallsThrough(summary, 'pr_W_in', 30)
  ),
  ...(
    [
      ['probe_answers', 'last_step', 'step', 'Last step at which probes were asked.', 'epochs'],
      ['probe_answers', 'probe_accuracy', 'right', 'Share of probes right at it.', 'accuracy'],
      ['probe_answers', 'hard_accuracy', 'hard', 'Share of hard examples right.', 'hard_accuracy'],
      [
        'probe_calibration',
        'answer_ece',
        'answer ECE',
        'Calibration error of answers.',
        'answer_ece'
      ]
    ] as const
  ).map(([analyzer, id, title, about, key]) =>
    ofSummary(analyzer, id, title, about, (summary) => finiteOr(summary[key]?.data.at(-1)))
  ),
  parameter(spectra, 'specialization_threshold', 'specializationThreshold'),
  parameter(spectra, 'n_range_buckets', 'nRangeBuckets'),
  parameter(coarseness, 'blob_threshold', 'blobThreshold')
];

/** NaN is not known. */
function finiteOr(value: number | undefined): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}

function fact(id: string, about: string, value: Column['value']): Column {
  return { id, about, value };
}

function ofLoss(
  id: string,
  title: string | null,
  about: string,
  value: (loss: LossFacts) => Cell
): Column {
  const of = { id, about, ...(title !== null && { title }) };
  return { ...of, value: ({ loss }) => (loss ? value(loss) : undefined) };
}

function ofTurn(id: string, about: string, value: (turn: TurnReport) => Cell): Column {
  return { id, about, value: ({ turn }) => (turn ? value(turn) : undefined) };
}

function ofSummary(
  analyzer: string,
  id: string,
  title: string | null,
  about: string,
  value: (summary: NamedArrays, facts: RowFacts) => Cell
): Column {
  return {
    id,
    about,
    analyzer,
    ...(title !== null && { title }),
    value(facts) {
      const summary = facts.summary(analyzer);
      return summary ? value(summary, facts) : undefined;
    }
  };
}

/**
 * What a summary was made with, where grokscope made it: numbers of other thresholds do not
 * compare.
 */
function parameter(analyzer: string, id: string, key: string): Column {
  return {
    id,
    about: `The ${id} that the summary was made with.`,
    analyzer,
    isSetting: true,
    value({ provenance }) {
      const value = provenance[analyzer]?.parameters[key];
      return typeof value === 'number' ? value : undefined;
    }
  };
}

/** The first epoch whose number passes the test, null if none does. */
function firstEpoch(summary: NamedArrays, key: string, passes: (value: number) => boolean): Cell {
  const [values, epochs] = [summary[key]?.data, summary.epochs?.data];
  if (!values || !epochs) return undefined;
  const row = values.findIndex(passes);
  return row < 0 ? null : epochs[row];
}

/** The number at the last stored epoch that is not after the turn, null without a turn. */
function upToTurn(summary: NamedArrays, key: string, { loss }: RowFacts): Cell {
  const [values, epochs] = [summary[key]?.data, summary.epochs?.data];
  if (!values || !epochs || !loss) return undefined;
  const turn = loss.grokkedAt;
  return turn === null ? null : values[epochs.findLastIndex((epoch) => epoch <= turn)];
}

/**
 * The first epoch below the limit after one that was not; 0 and NaN stand for epochs without a
 * value.
 */
function fallsThrough(summary: NamedArrays, key: string, limit: number): Cell {
  let wasAbove = false;
  return firstEpoch(summary, key, (value) => {
    wasAbove ||= value >= limit;
    return wasAbove && value > 0 && value < limit;
  });
}

/** The frequencies, from 1, whose entries of the last row [epoch, frequency] are at least k. */
function takenUp(counts: Tensor | undefined, k: number): readonly number[] | undefined {
  const [rows = 0, frequencies = 0] = counts?.shape ?? [];
  if (!counts || rows === 0) return undefined;
  const last = Array.from(counts.data.subarray((rows - 1) * frequencies));
  return last.flatMap((count, i) => (count >= k ? [i + 1] : []));
}

function most(values: ArrayLike<number> | undefined): Cell {
  if (!values || values.length === 0) return undefined;
  return Array.from(values).reduce((a, b) => Math.max(a, b));
}
