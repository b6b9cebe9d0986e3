import { torchGenerator } from '../array/random/torch-generator.ts';
import { firstLasting } from './first-lasting.ts';

/** What to look for in a number over the stored epochs. */
export type Mark =
  | 'steepest fall'
  | 'steepest rise'
  | 'largest'
  | 'smallest'
  | 'first below'
  | 'lasting reach';

/**
 * When a number of the weights or activations marks its change, and by how much it leads the turn.
 */
export interface Lead {
  /** The stored epoch at which the change is seen. */
  readonly epoch: number;
  /** The stored epochs around the change: it lies between them. */
  readonly interval: readonly [number, number];
  /** turn − epoch: positive where the change comes before the turn; null without a turn. */
  readonly lead: number | null;
  /**
   * Share of random halves of the stored epochs that mark the same place, within 2 % of the run or
   * the spacing there.
   */
  readonly confidence: number;
}

/** What a change is compared with. */
export interface LeadOptions {
  readonly turn: number | null;
  /** Seed of the random halves. */
  readonly seed?: number;
  /**
   * What `first below` is below, after the largest number; what `lasting reach` is at least, for 3
   * stored epochs.
   */
  readonly limit?: number;
}

/**
 * Returns when a number over stored epochs marks its change, or null where it never does (fewer
 * than 5 numbers; a curve without a fall, a rise or an inner extremum). Entries that are no finite
 * number are left out. Such changes also happen in runs that never turn, so they are no evidence of
 * a turn by themselves.
 */
export function leadOf(
  epochs: ArrayLike<number>,
  values: ArrayLike<number>,
  mark: Mark,
  { turn, seed = 0, limit = 0 }: LeadOptions
): Lead | null {
  const points = Array.from(epochs, (epoch, i) => ({ epoch, value: values[i] ?? Number.NaN }));
  const known = points.filter(({ value }) => Number.isFinite(value));
  if (known.length < 5) return null;
  const found = place(known, mark, limit);
  if (found === null) return null;
  const { epoch, low, high } = found;
  const span = known.at(-1)!.epoch - known[0].epoch;
  const reach = Math.max(0.02 * span, 2 * (high - low));
  const generator = torchGenerator(seed);
  const draws = 64;
  let near = 0;
  for (let draw = 0; draw < draws; draw++) {
    const half = known.filter((_, i) => i === 0 || i === known.length - 1 || generator.next() & 1);
    const again = place(half, mark, limit);
    if (again !== null && Math.abs(again.epoch - epoch) <= reach) near++;
  }
  return {
    epoch,
    interval: [low, high],
    lead: turn === null ? null : turn - epoch,
    confidence: near / draws
  };
}

type Point = { readonly epoch: number; readonly value: number };

/** The epoch of a change and the epochs between which it lies. */
interface Place {
  readonly epoch: number;
  readonly low: number;
  readonly high: number;
}

function place(points: readonly Point[], mark: Mark, limit: number): Place | null {
  switch (mark) {
    case 'steepest fall':
      return steepest(points, -1);
    case 'steepest rise':
      return steepest(points, 1);
    case 'largest':
      return extremum(points, 1);
    case 'smallest':
      return extremum(points, -1);
    case 'first below': {
      const top = points.findIndex(({ epoch }) => epoch === extremum(points, 1)?.epoch);
      const first = points.findIndex(({ value }, i) => top >= 0 && i > top && value < limit);
      return first < 0 ? null : stepTo(points, first);
    }
    case 'lasting reach': {
      const first = firstLasting(
        points.map(({ value }) => -value),
        -limit
      );
      return first === null || first === 0 ? null : stepTo(points, first);
    }
  }
}

function steepest(points: readonly Point[], sign: 1 | -1): Place | null {
  let [best, most] = [0, 0];
  for (let i = 1; i < points.length; i++) {
    const [a, b] = [points[i - 1], points[i]];
    const rate = (sign * (b.value - a.value)) / (b.epoch - a.epoch);
    if (rate > most) [most, best] = [rate, i];
  }
  return best === 0 ? null : stepTo(points, best);
}

function stepTo(points: readonly Point[], i: number): Place {
  const { epoch } = points[i];
  return { epoch, low: points[i - 1].epoch, high: epoch };
}

/** At an end of the run it is the run that ends, not the number that turns. */
function extremum(points: readonly Point[], sign: 1 | -1): Place | null {
  let top = 0;
  for (let i = 1; i < points.length; i++)
    if (sign * (points[i].value - points[top].value) > 0) top = i;
  if (top === 0 || top === points.length - 1) return null;
  const [low, { epoch }, high] = [points[top - 1], points[top], points[top + 1]];
  return { epoch, low: low.epoch, high: high.epoch };
}
