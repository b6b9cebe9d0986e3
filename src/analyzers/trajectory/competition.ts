import { type NamedArrays, rowsOf } from '../../array/tensor.ts';
import { advance, noCommitment } from '../measures/commitment.ts';

/** Share of one frequency from which a neuron is committed to it. */
const COMMITTED = 0.7;
/** Share of the neurons that a learned frequency has. */
const LEARNED = 0.1;

/**
 * Returns the first and last epoch at which neurons commit themselves for good, from
 * neuron_dynamics; null for none.
 */
export function competitionWindow({
  epochs,
  dominant_freq,
  max_frac
}: NamedArrays): readonly [number, number] | null {
  const neurons = max_frac.shape[1];
  let state = noCommitment(neurons);
  const [frequencies, fractions] = [rowsOf(dominant_freq), rowsOf(max_frac)];
  epochs.data.forEach((epoch: number, row: number) => {
    const dominant = {
      frequency: Int32Array.from(frequencies[row]),
      fraction: Float32Array.from(fractions[row])
    };
    state = advance(state, epoch, dominant, COMMITTED);
  });
  const since = state.since.filter((epoch) => !Number.isNaN(epoch));
  return since.length === 0 ? null : [Math.min(...since), Math.max(...since)];
}

/**
 * Returns the ends of a window and two epochs between, each moved to the nearest of some epochs,
 * ascending.
 */
export function snapped(
  [start, end]: readonly [number, number],
  epochs: readonly number[]
): readonly number[] {
  const wanted = [0, 1 / 3, 2 / 3, 1].map((share) => start + share * (end - start));
  const nearest = (target: number) =>
    epochs.reduce((best, epoch) =>
      Math.abs(epoch - target) < Math.abs(best - target) ? epoch : best
    );
  return [...new Set(wanted.map(nearest))];
}

/**
 * Returns the frequencies, from 1, that at least a tenth of the neurons follow at the last epoch of
 * neuron_dynamics.
 */
export function learnedFrequencies(
  { dominant_freq, max_frac }: NamedArrays,
  prime: number
): readonly number[] {
  const [n, neurons] = max_frac.shape as [number, number];
  const counts = new Array<number>(Math.floor(prime / 2)).fill(0);
  for (let i = (n - 1) * neurons; i < n * neurons; i++)
    if (max_frac.data[i] >= Math.fround(COMMITTED)) counts[dominant_freq.data[i]]++;
  return Array.from(counts.keys())
    .filter((k) => counts[k] >= LEARNED * neurons)
    .map((k) => k + 1);
}
