import type { Dominant } from './dominant.ts';

/** What is known of each neuron's allegiance after the epochs seen so far. */
export interface Commitment {
  /**
   * How often it took up another frequency than the last one it held; epochs below the threshold
   * are skipped.
   */
  readonly switches: Int32Array;
  /**
   * The epoch since which it has stayed on its present frequency above the threshold, NaN while
   * below.
   */
  readonly since: Float64Array;
  /** The last frequency it held above the threshold (0-based), -1 for none. */
  readonly held: Int32Array;
}

/**
 * Returns the share above which a neuron counts as following a frequency: three times the uniform
 * one, 3/F.
 */
export function uncommittedThreshold(frequencies: number, requested: number | null): number {
  return requested ?? 3 / frequencies;
}

/** Returns the commitment of `neurons` neurons before the first epoch. */
export function noCommitment(neurons: number): Commitment {
  return {
    switches: new Int32Array(neurons),
    since: new Float64Array(neurons).fill(Number.NaN),
    held: new Int32Array(neurons).fill(-1)
  };
}

/**
 * Returns the commitment one (later) epoch on. The threshold counts as reached when the float32
 * fraction is at least the threshold rounded to float32.
 */
export function advance(
  before: Commitment,
  epoch: number,
  { frequency, fraction }: Dominant,
  threshold: number
): Commitment {
  const switches = before.switches.slice();
  const since = before.since.slice();
  const held = before.held.slice();
  const reached = Math.fround(threshold);
  for (let neuron = 0; neuron < held.length; neuron++) {
    if (fraction[neuron] < reached) {
      since[neuron] = Number.NaN;
      continue;
    }
    const isNew = held[neuron] !== frequency[neuron];
    if (isNew && held[neuron] !== -1) switches[neuron]++;
    if (isNew || Number.isNaN(since[neuron])) since[neuron] = epoch;
    held[neuron] = frequency[neuron];
  }
  return { switches, since, held };
}
