import type { NamedArrays } from '../../array/tensor.ts';
import { usageError } from '../../error/user-error.ts';
import { frequencyColor } from '../../figure/colors.ts';
import type { NumberOption } from '../../option/option.ts';
import { frequencyCount } from '../parts/frequency-count.ts';
import { arrayOf } from '../parts/read-arrays.ts';

const analyzer = 'transient_cohorts';

/** The neurons that a frequency had at its peak. */
export interface Cohort {
  /** Its place along the `qualified` dimension. */
  readonly index: number;
  /** Counted from 1. */
  readonly frequency: number;
  /** False where the frequency is lost again. */
  readonly isFinal: boolean;
  readonly peakEpoch: number;
  /** The places of its neurons along the `member` dimension: from `from` to before `to`. */
  readonly from: number;
  readonly to: number;
  readonly color: string;
}

/** The option that chooses a cohort by its frequency. */
export const cohortFrequencyOption = {
  type: 'number',
  default: null,
  integer: true,
  min: 1,
  about: 'Frequency to show; the largest that was lost again, else the largest, if not given.'
} as const satisfies NumberOption;

/**
 * Returns the cohorts in stored order, by frequency; none where no frequency ever gathered enough
 * neurons.
 */
export function cohortsOf(data: NamedArrays, prime: number | null): readonly Cohort[] {
  const of = (key: string) => arrayOf(data, key, 1, analyzer).data;
  const [frequencies, finals, peaks] = [
    of('ever_qualified_freqs'),
    of('is_final'),
    of('peak_epoch')
  ];
  const offsets = of('peak_members_offsets');
  const most = frequencyCount(data, prime, frequencies);
  return Array.from(frequencies, (stored, index) => ({
    index,
    frequency: stored + 1,
    isFinal: finals[index] === 1,
    peakEpoch: peaks[index] ?? Number.NaN,
    from: offsets[index] ?? 0,
    to: offsets[index + 1] ?? 0,
    color: frequencyColor(stored + 1, most)
  }));
}

/**
 * Returns the asked cohort, or null where there are none. Throws a usage UserError that names the
 * known frequencies.
 */
export function chosenCohort(cohorts: readonly Cohort[], frequency: number | null): Cohort | null {
  if (frequency === null) {
    const rank = ({ isFinal, from, to }: Cohort) => (isFinal ? 0 : 1e9) + to - from;
    return [...cohorts].sort((one, other) => rank(other) - rank(one))[0] ?? null;
  }
  const found = cohorts.find((cohort) => cohort.frequency === frequency);
  if (found) return found;
  const known = cohorts.map((cohort) => cohort.frequency).join(', ') || 'none';
  throw usageError(
    `frequency without a cohort: ${frequency}`,
    `frequencies that once had enough neurons: ${known}`
  );
}
