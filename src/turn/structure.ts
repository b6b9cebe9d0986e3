import { torchGenerator } from '../array/torch-generator.ts';

/** What to look for in a number of the weights over the stored epochs. */
export type Mark = 'steepest fall' | 'steepest rise' | 'largest' | 'smallest';

/** When a number of the weights or activations marks its change, and by how much it leads the turn. */
export interface Lead {
  /** The stored epoch at which the change is seen. */
  readonly epoch: number;
  /** The stored epochs around the change: it lies between them. */
  readonly interval: readonly [number, number];
  /** turn − epoch: positive where the change comes before the turn; null without a turn. */
  readonly lead: number | null;
  /** Share of random halves of the stored epochs that mark the same place, within 2 % of the run or the spacing there. */
  readonly confidence: number;
}

/**
 * Returns when a number over stored epochs marks its change, or null where it never does (fewer than 5 numbers; a curve
 * without a fall, a rise or an inner extremum). Entries that are no finite number are left out. Such changes also happen in runs that never turn, so
 * they are no evidence of a turn by themselves.
 */
export function leadOf(
  epochs: ArrayLike<number>,
  values: ArrayLike<number>,
  mark: Mark,
  turn: number | null,
  seed = 0
): Lead | null {
  const points = Array.from(epochs, (epoch, i) => ({ epoch, value: values[i] ?? Number.NaN }));
  const known = points.filter(({ value }) => Number.isFinite(value));
  if (known.length < 5) return null;
  const found = place(known, mark);
  if (found === null) return null;
  const [low, high] = found;
  const middle = (low + high) / 2;
  const span = known.at(-1)!.epoch - known[0]!.epoch;
  const reach = Math.max(0.02 * span, 2 * (high - low));
  const generator = torchGenerator(seed);
  const draws = 64;
  let near = 0;
  for (let draw = 0; draw < draws; draw++) {
    const half = known.filter((_, i) => i === 0 || i === known.length - 1 || generator.next() & 1);
    const again = place(half, mark);
    if (again !== null && Math.abs((again[0] + again[1]) / 2 - middle) <= reach) near++;
  }
  const epoch = mark.startsWith('steepest') ? high : Math.round(middle);
  return {
    epoch,
    interval: [low, high],
    lead: turn === null ? null : turn - epoch,
    confidence: near / draws
  };
}

type Point = { readonly epoch: number; readonly value: number };

/** The epochs between which the change lies; null where there is none. */
function place(points: readonly Point[], mark: Mark): readonly [number, number] | null {
  if (mark === 'steepest fall' || mark === 'steepest rise') {
    const sign = mark === 'steepest rise' ? 1 : -1;
    let best: readonly [number, number] | null = null;
    let most = 0;
    for (let i = 1; i < points.length; i++) {
      const [a, b] = [points[i - 1]!, points[i]!];
      const rate = (sign * (b.value - a.value)) / (b.epoch - a.epoch);
      if (rate > most) [most, best] = [rate, [a.epoch, b.epoch]];
    }
    return best;
  }
  const sign = mark === 'largest' ? 1 : -1;
  let top = 0;
  for (let i = 1; i < points.length; i++)
    if (sign * (points[i]!.value - points[top]!.value) > 0) top = i;
  // At an end of the run it is the run that ends, not the number that turns.
  if (top === 0 || top === points.length - 1) return null;
  return [points[top - 1]!.epoch, points[top + 1]!.epoch];
}
