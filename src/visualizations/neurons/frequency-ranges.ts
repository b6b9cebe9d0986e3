import { colorAt, okabeIto, viridis } from '../../figure/colors.ts';

/** The three ranges of the summary: key of the count, name and colour. */
export const thirds = [
  { name: 'Low freq', key: 'specialized_count_low', color: okabeIto.green },
  { name: 'Mid freq', key: 'specialized_count_mid', color: okabeIto.orange },
  { name: 'High freq', key: 'specialized_count_high', color: okabeIto.vermillion }
] as const;

/** A range of frequencies: rows `from` to `to` - 1 (0-based) of what is stored per frequency. */
export interface FrequencyRange {
  readonly name: string;
  /** Its frequencies, 1-based: `k 1–18`. */
  readonly label: string;
  readonly color: string;
  readonly from: number;
  readonly to: number;
}

/** Returns equal ranges: range r holds the rows from floor(rF/n) to below floor((r+1)F/n). */
export function frequencyRanges(frequencies: number, count: number): readonly FrequencyRange[] {
  const edge = (range: number) => Math.floor((range * frequencies) / count);
  return Array.from({ length: count }, (_, range) => {
    const [from, to] = [edge(range), edge(range + 1)];
    const label = to - from > 1 ? `k ${from + 1}–${to}` : to > from ? `k ${to}` : 'no k';
    const third = count === thirds.length ? thirds[range] : null;
    const color = third?.color ?? colorAt(viridis, (0.9 * range) / Math.max(1, count - 1));
    return { name: third?.name ?? label, label, color, from, to };
  });
}
