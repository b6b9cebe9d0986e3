import { usageError } from '../../error/user-error.ts';
import { printable } from '../../text/printable.ts';
import { nearestTo } from '../files/nearest.ts';

/** What an epoch SPEC may refer to. */
export interface EpochContext {
  /** The turn of the run, for `turn+-500:20`. */
  readonly turn?: number | null | undefined;
}

const HINT = 'forms: all, 400, 0,10,50, 0:1400:100 (end included), turn+-500:20; joined by commas';
const MOST = 1_000_000;
/** As many epochs as a training may have. */
const MOST_PLANNED = 10_000_000;

/** One part of a SPEC: epochs from `start` to `end` (included) in steps, or one epoch, or all. */
type Part =
  | { readonly kind: 'all' }
  | { readonly kind: 'one'; readonly epoch: number }
  | {
      readonly kind: 'range';
      readonly start: number;
      readonly end: number;
      readonly step: number | null;
    }
  | { readonly kind: 'turn'; readonly start: number; readonly end: number; readonly step: number };

/**
 * Returns the stored epochs that a SPEC selects, ascending, each once. A range selects the stored
 * epochs on its steps (all within it when it has no step); `turn+-500:20` those around the turn
 * that are at least a step apart, and `turn` the one nearest to it. Throws a usage UserError on a
 * malformed SPEC, and one that names the nearest epochs when an epoch or range is not stored.
 */
export function parseEpochs(
  spec: string,
  stored: readonly number[],
  context: EpochContext = {}
): readonly number[] {
  const sorted = [...stored].sort((a, b) => a - b);
  const chosen = new Set<number>();
  for (const part of partsOf(spec, context)) {
    const found = select(part, sorted);
    if (found.length === 0) throw notStored(part, sorted);
    for (const epoch of found) chosen.add(epoch);
  }
  return [...chosen].sort((a, b) => a - b);
}

/**
 * Returns the epochs of a run of `epochs` epochs at which a SPEC plans a checkpoint, ascending,
 * each once: those beyond the run are dropped and the last is always there. Throws a usage
 * UserError on a malformed SPEC.
 */
export function planEpochs(
  spec: string,
  epochs: number,
  context: EpochContext = {}
): readonly number[] {
  const last = epochs - 1;
  const chosen = new Set<number>([last]);
  for (const part of partsOf(spec, context)) {
    const [start, end, step] =
      part.kind === 'all'
        ? [0, last, 1]
        : part.kind === 'one'
          ? [part.epoch, part.epoch, 1]
          : [part.start, part.end, part.step ?? 1];
    if ((Math.min(end, last) - Math.max(0, start)) / step > MOST_PLANNED)
      throw usageError(
        `too many checkpoints: ${printable(spec)}`,
        'give a range with a step: 0:25000:100'
      );
    for (let epoch = Math.max(0, start); epoch <= Math.min(end, last); epoch += step)
      chosen.add(epoch);
  }
  return [...chosen].sort((a, b) => a - b);
}

function partsOf(spec: string, context: EpochContext): readonly Part[] {
  return spec.split(',').map((text) => partOf(text.trim(), spec, context));
}

function partOf(text: string, spec: string, { turn }: EpochContext): Part {
  if (text === 'all') return { kind: 'all' };
  if (/^\d{1,15}$/.test(text)) return { kind: 'one', epoch: Number(text) };
  const range = /^(\d{1,15}):(\d{1,15})(?::(\d{1,15}))?$/.exec(text);
  if (range) {
    const [start, end] = [Number(range[1]), Number(range[2])];
    const step = range[3] === undefined ? null : Number(range[3]);
    if (start > end || step === 0 || (end - start) / (step ?? 1) > MOST)
      throw malformed(text, spec);
    return { kind: 'range', start, end, step };
  }
  const around = /^turn(?:(?:\+-|±)(\d{1,15})(?::(\d{1,15}))?)?$/.exec(text);
  if (!around) throw malformed(text, spec);
  if (turn === undefined || turn === null)
    throw usageError(`no turn found in this run: ${text}`, 'give epochs as numbers');
  const reach = Number(around[1] ?? 0);
  const step = Number(around[2] ?? 1);
  if (step === 0 || reach / step > MOST) throw malformed(text, spec);
  return { kind: 'turn', start: turn - reach, end: turn + reach, step };
}

function select(part: Part, stored: readonly number[]): readonly number[] {
  if (part.kind === 'all') return stored;
  if (part.kind === 'one') return stored.filter((epoch) => epoch === part.epoch);
  const { start, end, step } = part;
  const within = stored.filter((epoch) => epoch >= start && epoch <= end);
  if (part.kind === 'range') return within.filter((epoch) => (epoch - start) % (step ?? 1) === 0);
  if (start === end) return nearest(start, stored);
  const apart: number[] = [];
  for (const epoch of within)
    if (apart.length === 0 || epoch - apart.at(-1)! >= part.step) apart.push(epoch);
  return apart;
}

/** Hardly any turn falls on a checkpoint, so `turn` alone means the one nearest to it. */
function nearest(epoch: number, stored: readonly number[]): readonly number[] {
  const best = stored.reduce(
    (a, b) => (Math.abs(b - epoch) < Math.abs(a - epoch) ? b : a),
    Infinity
  );
  return best === Infinity ? [] : [best];
}

function malformed(part: string, spec: string) {
  const shown = printable(part === spec.trim() ? part : `${part} in ${spec}`);
  return usageError(`invalid epochs: ${shown}`, HINT);
}

function notStored(part: Part, stored: readonly number[]) {
  if (stored.length === 0)
    return usageError('no stored epochs', 'train the variant, or analyze it');
  if (part.kind === 'all') return usageError('no stored epochs: all');
  const middle = part.kind === 'one' ? part.epoch : (part.start + part.end) / 2;
  const shown = part.kind === 'one' ? `${part.epoch}` : `${part.start} to ${part.end}`;
  return usageError(
    `no stored epoch: ${shown}`,
    `nearest: ${nearestTo(middle, stored)} (${stored.length} stored, ${stored[0]} to ${stored.at(-1)})`
  );
}
