import type { NamedArrays } from '../../array/tensor.ts';
import type { Variant } from '../../loader/index.ts';
import { arraysOf } from '../run/stored-arrays.ts';

/** A number of a variant beyond the table's columns, from a summary or a cross-epoch file. */
interface ExtraNumber {
  readonly id: string;
  readonly analyzer: string;
  readonly from: 'summary' | 'across';
  /** The number; null for what never happened, undefined for what is not known. */
  value(arrays: NamedArrays): number | null | undefined;
}

/** Frequencies with at least this share of the embedding's energy count. */
const leastShare = 0.1;
/** PC2/PC3 among the planes of trajectory_loops. */
const loopPlane = 2;

/** All of them; their ids are columns of the measures of anomalies. */
export const extraNumbers: readonly ExtraNumber[] = [
  {
    id: 'embedding_balance',
    analyzer: 'unembedding_fourier',
    from: 'summary',
    value: (arrays) => leastOfStrong(arrays, 'embedding_balance')
  },
  {
    id: 'embedding_circularity',
    analyzer: 'unembedding_fourier',
    from: 'summary',
    value: (arrays) => leastOfStrong(arrays, 'embedding_circularity')
  },
  {
    id: 'loop_crossing_epoch',
    analyzer: 'trajectory_loops',
    from: 'across',
    value(arrays) {
      const [planes, epochs] = [arrays.all__crossing_plane, arrays.all__crossing_second_epoch];
      if (!planes || !epochs) return undefined;
      const own = epochs.data.filter((_: number, i: number) => planes.data[i] === loopPlane);
      return own.length === 0 ? null : Math.round(Math.min(...own));
    }
  },
  {
    id: 'loop_openness',
    analyzer: 'trajectory_loops',
    from: 'across',
    value: (arrays) => arrays.all__openness?.data[loopPlane]
  },
  {
    id: 'consensus_epoch',
    analyzer: 'head_consensus',
    from: 'across',
    value(arrays) {
      const epoch = arrays.consensus_epoch?.data[0];
      return epoch === undefined || epoch >= 0 ? epoch : null;
    }
  }
];

/** Returns a variant's numbers by id; those whose artifact is absent or damaged are left out. */
export async function readExtraNumbers(
  variant: Variant
): Promise<Readonly<Record<string, number | null>>> {
  const read = new Map<string, NamedArrays | null>();
  const found: Record<string, number | null> = {};
  for (const { id, analyzer, from, value } of extraNumbers) {
    const key = `${from} ${analyzer}`;
    if (!read.has(key)) read.set(key, await arraysOf(variant, analyzer, from));
    const arrays = read.get(key);
    const number = arrays ? value(arrays) : undefined;
    if (number !== undefined) found[id] = number;
  }
  return found;
}

/**
 * The least value of a key over the strong frequencies of the embedding at the last stored epoch.
 */
function leastOfStrong(arrays: NamedArrays, key: string): number | undefined {
  const [shares, values] = [arrays.embedding_share, arrays[key]];
  const [rows = 0, frequencies = 0] = shares?.shape ?? [];
  if (!shares || !values || rows === 0) return undefined;
  const last = (rows - 1) * frequencies;
  const strong = Array.from({ length: frequencies }, (_, k) => last + k).filter(
    (i) => shares.data[i] >= leastShare
  );
  return strong.length === 0 ? undefined : Math.min(...strong.map((i) => values.data[i]));
}
