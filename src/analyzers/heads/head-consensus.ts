import { float64, int32, vector } from '../../array/tensor.ts';
import { analyzer } from '../analyzer.ts';
import { dominantOf } from '../measures/dominant.ts';

const SOURCE = 'attention_freq';

/**
 * Whether the attention heads follow one frequency or share the frequencies out among them, and
 * when that changes.
 */
export default analyzer({
  id: 'head_consensus',
  title: 'Consensus of the heads',
  about:
    'Whether the attention heads follow the same frequencies or different ones through training.',
  structure: 'cyclic',
  version: 1,
  parameters: {
    leastShare: {
      type: 'number',
      default: 0.3,
      min: 0,
      max: 1,
      about: 'Share of its dominant frequency from which a head counts as following it.'
    }
  },
  arrays: {},
  /**
   * Dominant frequencies are 1-based. `similarity` is the mean cosine over pairs of heads between
   * their shares of all frequencies (1 for one head), `agreement` the largest part of the heads
   * with one dominant frequency, `divergence` the Jensen–Shannon divergence of the shares over
   * log(heads): 0 all alike, 1 nothing in common. `consensus_epoch` is the first at which every
   * head follows the same frequency, `diversification_epoch` the first after it at which one
   * follows another; −1 for never.
   */
  acrossArrays: {
    epochs: { dims: ['epoch'], dtype: 'int32' },
    dominant_frequency: { dims: ['epoch', 'n_heads'], dtype: 'int32' },
    share: { dims: ['epoch', 'n_heads'], dtype: 'float64' },
    similarity: { dims: ['epoch'], dtype: 'float64' },
    agreement: { dims: ['epoch'], dtype: 'float64' },
    divergence: { dims: ['epoch'], dtype: 'float64' },
    consensus_epoch: { dims: [], dtype: 'int32' },
    diversification_epoch: { dims: [], dtype: 'int32' }
  },
  reads: [SOURCE],
  async across(run, { leastShare }) {
    const epochs = run.epochs(SOURCE);
    const rows = [];
    for (const epoch of epochs) {
      const matrix = (await run.load(SOURCE, epoch)).freq_matrix; // [frequency, head]
      const { frequency, fraction } = dominantOf(matrix);
      rows.push({ frequency, fraction, heads: headsOf(matrix.data, frequency.length) });
    }
    const heads = rows[0]?.frequency.length ?? 0;
    const isConsensus = rows.map(
      ({ frequency, fraction }) =>
        largestPart(frequency) === 1 && fraction.every((share) => share >= leastShare)
    );
    const from = isConsensus.indexOf(true);
    const until = from < 0 ? -1 : rows.findIndex((row, i) => i > from && isSplit(row, leastShare));
    const size = [epochs.length, heads];
    return {
      epochs: int32(Int32Array.from(epochs), [epochs.length]),
      dominant_frequency: int32(
        Int32Array.from(rows.flatMap(({ frequency }) => Array.from(frequency, (k) => k + 1))),
        size
      ),
      share: float64(Float64Array.from(rows.flatMap(({ fraction }) => [...fraction])), size),
      similarity: vector(rows.map((row) => similarity(row.heads))),
      agreement: vector(rows.map(({ frequency }) => largestPart(frequency))),
      divergence: vector(rows.map((row) => divergence(row.heads))),
      consensus_epoch: scalar(epochs[from] ?? -1),
      diversification_epoch: scalar(epochs[until] ?? -1)
    };
  }
});

function scalar(value: number) {
  return int32(Int32Array.of(value), []);
}

/** The shares of the frequencies of each head, from [frequency, head]. */
function headsOf(data: ArrayLike<number>, heads: number): readonly Float64Array[] {
  return Array.from({ length: heads }, (_, head) =>
    Float64Array.from({ length: data.length / heads }, (_, k) => data[k * heads + head])
  );
}

function largestPart(frequencies: ArrayLike<number>): number {
  const all = Array.from(frequencies);
  const counts = all.map((one) => all.filter((other) => other === one).length);
  return all.length === 0 ? 0 : Math.max(...counts) / all.length;
}

/** Two heads that each follow a frequency of their own. */
function isSplit(
  { frequency, fraction }: { frequency: ArrayLike<number>; fraction: ArrayLike<number> },
  leastShare: number
): boolean {
  const followed = Array.from(frequency).filter((_, head) => fraction[head] >= leastShare);
  return new Set(followed).size > 1;
}

function similarity(heads: readonly Float64Array[]): number {
  let [total, pairs] = [0, 0];
  for (let i = 0; i < heads.length; i++) {
    for (let j = 0; j < i; j++) {
      const size = Math.sqrt(product(heads[i], heads[i]) * product(heads[j], heads[j]));
      total += size > 0 ? product(heads[i], heads[j]) / size : 0;
      pairs++;
    }
  }
  return pairs > 0 ? total / pairs : 1;
}

function product(x: Float64Array, y: Float64Array): number {
  return x.reduce((sum, value, i) => sum + value * y[i], 0);
}

/** H(mean) − mean(H) over log(heads), of shares scaled to sum 1. */
function divergence(heads: readonly Float64Array[]): number {
  if (heads.length < 2) return 0;
  const scaled = heads.map((head) => {
    const total = head.reduce((sum, share) => sum + share, 0);
    return total > 0 ? head.map((share) => share / total) : head.map(() => 1 / head.length);
  });
  const middle = scaled[0].map(
    (_, k) => scaled.reduce((sum, head) => sum + head[k], 0) / heads.length
  );
  const own = scaled.reduce((sum, head) => sum + entropy(head), 0) / heads.length;
  return Math.max(entropy(middle) - own, 0) / Math.log(heads.length);
}

function entropy(shares: Float64Array): number {
  return shares.reduce((sum, share) => (share > 0 ? sum - share * Math.log(share) : sum), 0);
}
