import type { NamedArrays } from '../../array/tensor.ts';
import type { ProbeTexts } from './probe-texts.ts';
import { arrayOf } from './read-arrays.ts';

/**
 * Returns the probes with an expected answer, hard examples apart, in the order in which they are
 * learned: the step from which they are right three times in a row, those that never are last; of
 * equals those that are more often right first. Takes probe_learning.
 */
export function learnedOrder(learning: NamedArrays, texts: ProbeTexts): readonly number[] {
  const of = (key: string) => arrayOf(learning, key, 1, 'probe_learning').data;
  const [learned, share] = [of('learned_at'), of('correct_share')];
  const late = (i: number) => (learned[i] < 0 ? Infinity : learned[i]);
  return Array.from({ length: texts.count }, (_, i) => i)
    .filter((i) => texts.isKnown(i) && !texts.isHard(i))
    .sort((a, b) => {
      const [x, y] = [late(a), late(b)];
      return (x < y ? -1 : x > y ? 1 : 0) || (share[b] || 0) - (share[a] || 0) || a - b;
    });
}

/** Labels that fit beside a heat map. */
const MOST = 16;

/** Returns ticks at rows 0, 1 …: ids where they fit, every so many else; the marked one is told. */
export function probeTicks(order: readonly number[], texts: ProbeTexts, marked: number | null) {
  const every = Math.ceil(order.length / MOST);
  const shown = order.flatMap((_, row) => (row % every === 0 ? [row] : []));
  const here = marked === null ? -1 : order.indexOf(marked);
  const rows =
    here < 0
      ? shown
      : [...shown.filter((row) => Math.abs(row - here) >= every), here].sort((a, b) => a - b);
  return {
    tickvals: rows,
    ticktext: rows.map((row) =>
      row === here ? `▸ ${texts.ids[order[row]]}` : texts.ids[order[row]]
    )
  };
}
