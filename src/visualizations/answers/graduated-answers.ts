import { percentile } from '../../array/statistics/percentile.ts';
import type { NamedArrays } from '../../array/tensor.ts';
import { findTask, gridLabels } from '../../task/index.ts';
import { gridSide } from '../parts/pair-grid.ts';
import { arrayOf, missingArray } from '../parts/read-arrays.ts';

const analyzer = 'input_trace_graduation';

/** The pairs of one answer and when they are learned for good. */
export interface GraduatedAnswer {
  /** The right answer to its pairs. */
  readonly answer: number;
  /** Number of its pairs on the chosen side, learned or not. */
  readonly pairs: number;
  /** Epochs of those that are learned, ascending. */
  readonly epochs: Float64Array;
  /** The percentile (0..100) of these epochs; NaN where no pair is learned. */
  percentile(percent: number): number;
}

/**
 * Returns the answers that have pairs on that side, by the median of their epochs, those never
 * learned last.
 * @throws UserError where the pairs are no square grid
 */
export function graduatedAnswers(
  data: NamedArrays,
  side: 'test' | 'train' | 'all',
  task: string
): readonly GraduatedAnswer[] {
  const { data: graduation } = arrayOf(data, 'graduation_epochs', 1, analyzer);
  const prime = gridSide(graduation.length, 'graduation_epochs', analyzer);
  const split = side === 'all' ? null : arrayOf(data, 'split', 1, analyzer).data;
  const wanted = side === 'train' ? 1 : 0;
  const labels = gridLabels(findTask(task), { prime });
  const own = Array.from({ length: prime }, (): number[] => []);
  for (let pair = 0; pair < graduation.length; pair++) {
    if (split && split[pair] !== wanted) continue;
    if (graduation[pair] === -2 || labels[pair] < 0) continue; // outside the probe set
    own[labels[pair]].push(graduation[pair]);
  }
  const answers = own.map((all, answer): GraduatedAnswer => {
    const epochs = Float64Array.from(all.filter((epoch) => epoch >= 0 && epoch < Infinity)).sort();
    return {
      answer,
      pairs: all.length,
      epochs,
      percentile: (percent) => percentile(epochs, percent)
    };
  });
  const rank = (one: GraduatedAnswer) => (one.epochs.length > 0 ? one.percentile(50) : Infinity);
  const shown = answers.filter(({ pairs }) => pairs > 0);
  if (shown.length === 0) throw missingArray('split', analyzer, `has no ${side} pairs`);
  return shown.sort((one, other) =>
    rank(one) === rank(other) ? one.answer - other.answer : rank(one) - rank(other)
  );
}
