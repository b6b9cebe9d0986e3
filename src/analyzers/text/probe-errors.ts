import { float64, int32, type Tensor } from '../../array/tensor.ts';
import { textArray } from '../../array/text-array.ts';
import {
  answerHabits,
  errorsFromLeft,
  errorsFromRight,
  errorType,
  errorTypes,
  isHardExample,
  writtenSum
} from '../../task/index.ts';
import { analyzer } from '../analyzer.ts';

/** Positions that are told apart; those beyond count for none. */
const POSITIONS = 24;
const whole = (...dims: readonly string[]) => ({ dims, dtype: 'int32' }) as const;
const wide = (...dims: readonly string[]) => ({ dims, dtype: 'float64' }) as const;
const counts = {
  types: { dims: ['type_byte'], dtype: 'uint8' },
  type_count: whole('type'),
  error_from_left: wide('position'),
  error_from_right: wide('position'),
  count_from_left: whole('position'),
  count_from_right: whole('position')
} as const;

/** Where answers go wrong, and how. */
export default analyzer({
  id: 'probe_errors',
  title: 'Errors',
  about: 'Where in the answers errors are, and of which type.',
  version: 2,
  structure: 'text',
  /**
   * `type` of the error of each probe, an index of `types` (UTF-8 with a NUL between two; the first
   * is `correct`), −1 where no answer is expected; `type_count` over the probes, hard examples
   * apart. `error_from_left` is the share of answers whose i-th character differs from the expected
   * one, of those that should be that long; `error_from_right` likewise from the last one,
   * over answers of digits alone, from the first one of sums whose answers begin with the units:
   * the units are 0. NaN where none is that long.
   */
  arrays: { type: whole('n_probes'), ...counts },
  async read({ probes, answers }) {
    const { greedy } = await answers();
    const habits = answerHabits(probes);
    const type = Int32Array.from(probes, ({ prompt, expected }, i) => {
      if (expected === null) return -1;
      const { text: given, hasEnded } = greedy[i];
      return errorTypes.indexOf(errorType({ prompt, expected, given, hasEnded }, habits));
    });
    const own = probes.flatMap((probe, i) =>
      isHardExample(probe) || probe.expected === null ? [] : [i]
    );
    const numbers = own.filter((i) => /^\d+$/.test(probes[i].expected as string));
    const answer = (i: number) =>
      [[...(probes[i].expected as string)], [...greedy[i].text]] as const;
    const lengthOf = (i: number) => answer(i)[0].length;
    const left = byPosition(own, lengthOf, (i) => errorsFromLeft(...answer(i)));
    const right = byPosition(numbers, lengthOf, (i) => {
      const { prompt, expected } = probes[i];
      const sum = writtenSum(prompt, expected as string, habits.notations);
      return (sum?.isReversed ? errorsFromLeft : errorsFromRight)(...answer(i));
    });
    return {
      type: int32(type, [probes.length]),
      types: textArray(errorTypes),
      type_count: int32(
        Int32Array.from(errorTypes, (_, k) => own.filter((i) => type[i] === k).length),
        [errorTypes.length]
      ),
      error_from_left: left.shares,
      error_from_right: right.shares,
      count_from_left: left.counts,
      count_from_right: right.counts
    };
  },
  summary: { type: whole('n_probes'), ...counts },
  summarize: (arrays) => arrays
});

function byPosition(
  places: readonly number[],
  lengthOf: (place: number) => number,
  errors: (place: number) => readonly number[]
): { readonly shares: Tensor; readonly counts: Tensor } {
  const [wrong, counts] = [new Float64Array(POSITIONS), new Int32Array(POSITIONS)];
  for (const place of places) {
    const length = Math.min(POSITIONS, lengthOf(place));
    for (let at = 0; at < length; at++) counts[at]++;
    for (const at of errors(place)) if (at < length) wrong[at]++;
  }
  return {
    shares: float64(
      wrong.map((count, at) => count / counts[at]),
      [POSITIONS]
    ),
    counts: int32(counts, [POSITIONS])
  };
}
