/** One group of neighbouring rows: neurons with the same frequency. */
export interface NeuronGroup {
  /** 1-based frequency. */
  readonly frequency: number;
  /** Position of the first row and number of rows. */
  readonly start: number;
  readonly count: number;
}

/**
 * Returns the neurons ordered by frequency (ascending), then by fraction (descending, NaN last),
 * then by index.
 * @param frequencies 0-based dominant frequency of each neuron
 * @param fractions its fraction of each neuron's variance
 */
export function orderByFrequency(
  frequencies: ArrayLike<number>,
  fractions: ArrayLike<number>
): number[] {
  const rank = (n: number) => (Number.isNaN(fractions[n]) ? -Infinity : fractions[n]);
  const falling = (a: number, b: number) => (rank(a) === rank(b) ? a - b : rank(b) - rank(a));
  return Array.from(frequencies, (_, n) => n).sort(
    (a, b) => frequencies[a] - frequencies[b] || falling(a, b)
  );
}

/** Returns the runs of equal frequency along an order. */
export function groupsOf(order: readonly number[], frequencies: ArrayLike<number>): NeuronGroup[] {
  const groups: { frequency: number; start: number; count: number }[] = [];
  order.forEach((neuron, row) => {
    const frequency = frequencies[neuron] + 1;
    const last = groups.at(-1);
    if (last?.frequency === frequency) last.count++;
    else groups.push({ frequency, start: row, count: 1 });
  });
  return groups;
}

/**
 * Share of a neuron's variance from which it follows its strongest frequency, unless a figure says
 * another one: the Python workbench's for learned frequencies.
 */
export const FOLLOWED_FROM = 0.7;

/**
 * Returns how many neurons follow each frequency of a matrix [frequency, neuron]: it is their
 * strongest, and of that share at least.
 */
export function followersOf(matrix: Parameters<typeof dominantOf>[0]): Float64Array {
  const { frequencies, fractions } = dominantOf(matrix);
  const least = Math.fround(FOLLOWED_FROM); // artifacts hold float32
  const counts = new Float64Array(matrix.shape[0] ?? 0);
  frequencies.forEach((k, n) => {
    if (fractions[n] >= least) counts[k]++;
  });
  return counts;
}

/** A frequency that neurons follow, and how many of them do. */
export interface Followed {
  /** 1-based. */
  readonly frequency: number;
  readonly count: number;
}

/** Most frequencies that are named. */
const MOST_NAMED = 6;

/** Returns the frequencies that the most neurons follow, at most six, the most followed first. */
export function mostFollowed(counts: ArrayLike<number>): Followed[] {
  return Array.from(counts, (count, k) => ({ frequency: k + 1, count }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || a.frequency - b.frequency)
    .slice(0, MOST_NAMED);
}

/**
 * Returns ticks at the middle of the largest groups (each at least 4 % of the rows), named by
 * frequency: `k 9`.
 */
export function groupTicks(groups: readonly NeuronGroup[]): {
  tickvals: number[];
  ticktext: string[];
} {
  const rows = groups.reduce((sum, group) => sum + group.count, 0);
  const shown = groups.filter((group) => group.count >= 0.04 * rows);
  return {
    tickvals: shown.map((group) => group.start + (group.count - 1) / 2),
    ticktext: shown.map((group) => `k ${group.frequency}`)
  };
}

/**
 * Returns the 0-based frequency with the largest fraction of each neuron; the first wins ties, dead
 * neurons give 0.
 */
export function dominantOf(matrix: {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}): { frequencies: Int32Array; fractions: Float64Array } {
  const [count = 0, neurons = 0] = matrix.shape; // [frequency, neuron]
  const frequencies = new Int32Array(neurons);
  const fractions = Float64Array.from({ length: neurons }, (_, n) => matrix.data[n] ?? Number.NaN);
  for (let k = 1; k < count; k++) {
    for (let n = 0; n < neurons; n++) {
      const value = matrix.data[k * neurons + n];
      if (!(value > fractions[n])) continue;
      fractions[n] = value;
      frequencies[n] = k;
    }
  }
  return { frequencies, fractions };
}
