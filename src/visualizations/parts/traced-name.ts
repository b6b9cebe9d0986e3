import type { NamedArrays } from '../../array/tensor.ts';
import { okabeIto } from '../../figure/colors.ts';
import { findTask, gridLabels } from '../../task/index.ts';
import { maybeScalar } from './read-arrays.ts';

/**
 * Returns the colour of what was traced: that of train or test in every figure, green where it is
 * of both.
 * @param side `subject` or `partner`
 */
export function tracedColor(data: NamedArrays, side: string): string {
  const split = maybeScalar(data, `${side}_side`);
  if (split === 1) return okabeIto.blue;
  return split === 0 ? okabeIto.vermillion : okabeIto.green;
}

/**
 * Returns what was traced in words: `4+29=33 (test)` for one pair, `a<b (60 of train)` for several.
 * @param side `subject` or `partner`
 * @param task id of the run's task
 * @param words the probe as the user wrote it, null where it was chosen
 */
export function tracedName(
  data: NamedArrays,
  side: string,
  words: string | null,
  task: string
): string {
  const rows = data[`${side}_rows`]?.data ?? [];
  const prime = maybeScalar(data, 'tokens') ?? 0;
  const split = { 1: 'train', 0: 'test' }[maybeScalar(data, `${side}_side`) ?? -1] ?? 'all';
  if (rows.length !== 1) return `${words ?? 'others'} (${rows.length} of ${split})`;
  const [a, b] = [Math.floor(rows[0] / prime), rows[0] % prime];
  const own = findTask(task);
  return `${own.text([a, b], gridLabels(own, { prime })[rows[0]])} (${split})`;
}
