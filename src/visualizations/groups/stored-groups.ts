import type { NamedArrays } from '../../array/tensor.ts';
import { usageError } from '../../error/user-error.ts';
import { frequencyColor } from '../../figure/colors.ts';
import type { NumberOption } from '../../option/option.ts';
import { frequencyCount } from '../parts/frequency-count.ts';
import { largestOf } from '../parts/named-lines.ts';
import { arrayOf, missingArray } from '../parts/read-arrays.ts';

/**
 * Neurons that end on one frequency, as neuron_group_pca and freq_group_weight_geometry store them.
 */
export interface StoredGroup {
  /** Its place along the `group` dimension. */
  readonly index: number;
  /** Counted from 1. */
  readonly frequency: number;
  /** Number of neurons. */
  readonly size: number;
  readonly color: string;
  /** Whether it is one of the largest, which legends name. */
  readonly isNamed: boolean;
}

/** The option that chooses a group by its frequency. */
export const groupFrequencyOption = {
  type: 'number',
  default: null,
  integer: true,
  min: 1,
  about: 'Frequency of the group to show; the largest group if not given.'
} as const satisfies NumberOption;

/**
 * Returns the groups in stored order, by frequency.
 * @param prime gives each frequency its colour; without it the highest stored frequency ends the
 * scale
 * @throws UserError where there are none
 */
export function storedGroups(
  data: NamedArrays,
  prime: number | null,
  analyzer: string
): readonly StoredGroup[] {
  const frequencies = arrayOf(data, 'group_freqs', 1, analyzer).data;
  const sizes = arrayOf(data, 'group_sizes', 1, analyzer).data;
  if (frequencies.length === 0) throw missingArray('group_freqs', analyzer, 'has no groups');
  const most = frequencyCount(data, prime, frequencies);
  const named = largestOf(sizes);
  return Array.from(frequencies, (stored, index) => ({
    index,
    frequency: stored + 1,
    size: sizes[index] ?? 0,
    color: frequencyColor(stored + 1, most),
    isNamed: named.has(index)
  }));
}

/**
 * Returns the group of that frequency, for null the largest. Throws a usage UserError that names
 * the known ones.
 */
export function chosenGroup(groups: readonly StoredGroup[], frequency: number | null): StoredGroup {
  const found =
    frequency === null
      ? groups.reduce((best, group) => (group.size > best.size ? group : best))
      : groups.find((group) => group.frequency === frequency);
  if (found) return found;
  const known = groups.map((group) => group.frequency).join(', ');
  throw usageError(`no group of frequency: ${frequency}`, `frequencies with a group: ${known}`);
}

/** Returns the neurons of a group, ascending. */
export function membersOf(
  data: NamedArrays,
  { index }: StoredGroup,
  analyzer: string
): readonly number[] {
  const groups = arrayOf(data, 'neuron_group_idx', 1, analyzer).data;
  return Array.from(groups.keys()).filter((neuron) => groups[neuron] === index);
}
