import type { Numbers, Tensor } from '../../array/tensor.ts';
import { columnsOf } from './read-arrays.ts';

/** One frequency over training. */
export interface FrequencyCurve {
  /** Counted from 1. */
  readonly frequency: number;
  readonly values: Numbers;
}

/**
 * Returns the frequencies, [epoch, frequency], with the largest values at the last epoch, strongest
 * first; NaN counts as 0. Frequencies that never have a value above 0 are left out, but for the
 * first.
 */
export function strongestFrequencies(rows: Tensor, most: number): readonly FrequencyCurve[] {
  const last = (values: Numbers) => values.at(-1) || 0;
  return columnsOf(rows)
    .map((values, index) => ({ frequency: index + 1, values }))
    .sort((a, b) => last(b.values) - last(a.values) || a.frequency - b.frequency)
    .filter(({ values }, place) => place === 0 || values.some((value) => value > 0))
    .slice(0, most);
}
