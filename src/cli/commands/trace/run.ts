import { usageError } from '../../../error/user-error.ts';
import { findVariant, resultsFolder } from '../../../loader/index.ts';
import { formatTable } from '../../../text/format.ts';
import {
  type PairsTrace,
  traceVariant,
  type VariantTrace
} from '../../../workbench/trace/index.ts';
import { textOf } from '../../arguments/chosen-probe.ts';
import { print, printJson } from '../../output/output.ts';

/** What `grokscope trace` was asked. */
export interface TraceRequest {
  readonly results?: string;
  readonly json: boolean;
  readonly variant: string;
  readonly input?: string;
  readonly file?: string;
  readonly epochs?: string;
  readonly against?: string;
  readonly top: number;
}

/** Prints a trace as a table, or everything in it with `--json`. */
export async function trace(request: TraceRequest): Promise<void> {
  const { input, file, epochs, against, top } = request;
  if (input !== undefined && file !== undefined)
    throw usageError('both input and --file given', 'choose one of them');
  if (!Number.isInteger(top) || top < 0)
    throw usageError(`invalid top: ${top}`, 'expected a whole number from 0');
  const words = file === undefined ? input : await textOf(file);
  const variant = await findVariant(resultsFolder(request.results), request.variant);
  const traced = await traceVariant(variant, {
    input: words,
    against,
    epochs
  });
  if (request.json)
    return printJson({
      variant: variant.name,
      parameters: variant.parameters,
      subject: recordOf(traced.subject, traced, top),
      against: traced.partner && recordOf(traced.partner, traced, top)
    });
  print(`${sentence(traced)}\n\n${table(traced, top)}`);
}

function sentence({ subject, partner, length }: VariantTrace): string {
  const words = ({ name, rows, side }: PairsTrace) => {
    return rows.length === 1
      ? `${name} (${side})`
      : `${name} (${rows.length} ${length === 2 ? 'pairs' : 'inputs'}, ${side})`;
  };
  return partner ? `${words(subject)} against ${words(partner)}` : words(subject);
}

/** One row per checkpoint. */
function table(traced: VariantTrace, top: number): string {
  const { subject, partner, stages, keys, epochs } = traced;
  const heads = keys === 3 ? traced.heads : 0; // of more places only JSON has room
  const isPair = subject.rows.length === 1;
  const last = stages.length - 1;
  const header = [
    'epoch',
    ...stages.map((stage) => `P ${stage}`),
    'rank',
    isPair ? 'answer' : 'right',
    ...(partner ? ['P against', 'rank'] : []),
    ...Array.from({ length: heads }, (_, head) => `head ${head} a/b/=`),
    ...(top > 0 ? ['neurons'] : [])
  ];
  const rows = epochs.map((epoch, i) => {
    const at = (values: Float64Array, stage: number) => values[i * stages.length + stage];
    const ranks = stages.map((_, stage) => rank(at(subject.rank, stage))).join('/');
    const answer = isPair ? String(at(subject.answer, last)) : percent(at(subject.accuracy, last));
    return [
      String(epoch),
      ...stages.map((_, stage) => probability(at(subject.probability, stage))),
      ranks,
      answer,
      ...(partner
        ? [probability(at(partner.probability, last)), rank(at(partner.rank, last))]
        : []),
      ...Array.from({ length: heads }, (_, head) => looks(subject, i, head, heads)),
      ...(top > 0 ? [neuronsAt(traced, subject, i, top).map(neuronText).join(' ')] : [])
    ];
  });
  return formatTable(header, rows);
}

function looks({ attention }: PairsTrace, i: number, head: number, heads: number): string {
  const from = (i * heads + head) * 3;
  return [...attention.subarray(from, from + 3)]
    .map((x) => x.toFixed(2).replace(/^0/, ''))
    .join('/');
}

interface NeuronShare {
  readonly neuron: number;
  readonly contribution: number;
}

/** The neurons that add or take most, by size. */
function neuronsAt(
  { neurons }: VariantTrace,
  { contribution }: PairsTrace,
  i: number,
  top: number
): readonly NeuronShare[] {
  const row = contribution.subarray(i * neurons, (i + 1) * neurons);
  return Array.from(row, (value, neuron) => ({ neuron, contribution: value }))
    .sort((x, y) => Math.abs(y.contribution) - Math.abs(x.contribution))
    .slice(0, top);
}

function neuronText({ neuron, contribution }: NeuronShare): string {
  return `${neuron}:${contribution < 0 ? '' : '+'}${contribution.toPrecision(2)}`;
}

function probability(value: number): string {
  return value >= 0.001 ? value.toFixed(3) : value.toExponential(0);
}

function rank(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(1);
}

function percent(value: number): string {
  return `${(100 * value).toFixed(1)}%`;
}

/** The tokens of a row of the grid. */
function inputOf(row: number, length: number, tokens: number): readonly number[] {
  return Array.from(
    { length },
    (_, place) => Math.floor(row / tokens ** (length - 1 - place)) % tokens
  );
}

function recordOf(pairs: PairsTrace, traced: VariantTrace, top: number) {
  const { length, tokens, stages, heads, keys, epochs } = traced;
  const { rows, side } = pairs;
  const perStage = (values: Float64Array, i: number) =>
    Object.fromEntries(stages.map((stage, s) => [stage, values[i * stages.length + s]]));
  return {
    [length === 2 ? 'pairs' : 'inputs']: Array.from(rows, (row) => inputOf(row, length, tokens)),
    side,
    checkpoints: epochs.map((epoch, i) => ({
      epoch,
      probability: perStage(pairs.probability, i),
      log_probability: perStage(pairs.logProbability, i),
      rank: perStage(pairs.rank, i),
      accuracy: perStage(pairs.accuracy, i),
      answer: perStage(pairs.answer, i),
      attention: Array.from({ length: heads }, (_, head) => {
        const from = (i * heads + head) * keys;
        const shares = [...pairs.attention.subarray(from, from + keys)];
        return length === 2 ? { a: shares[0], b: shares[1], '=': shares[2] } : shares;
      }),
      neurons: neuronsAt(traced, pairs, i, top)
    }))
  };
}
