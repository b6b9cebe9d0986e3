import { finiteExtent } from '../array/statistics/finite-extent.ts';
import type { Axis, Series } from './figure.ts';
import { fontSize } from './theme.ts';

/** Returns an axis with a short title. */
export function axis(title: string, more: Axis = {}): Axis {
  return { title: { text: title }, ...more };
}

/** The axis of training epochs: true to scale, numbers in full. */
export const epochAxis: Axis = axis('epoch', { exponentformat: 'none' });

/**
 * Returns tick positions and texts for numbered rows: every `step`-th number, counted so that round
 * numbers show.
 * @param count rows, at positions 0 to count-1
 * @param first number of the first row (1 for frequencies)
 * @param most labels wanted at most; the step is 1, 5, 10, 20, 50, …
 */
export function sparseTicks(
  count: number,
  first: number,
  most = 14
): { tickvals: number[]; ticktext: string[] } {
  const steps = [1, 5, 10, 20, 50, 100, 200, 500, 1000];
  const step = steps.find((n) => count / n <= most) ?? Math.ceil(count / most);
  const shown = Array.from({ length: count }, (_, row) => row).filter(
    (row) => (row + first) % step === 0 || (row === 0 && first > 0)
  );
  return { tickvals: shown, ticktext: shown.map((row) => String(row + first)) };
}

/**
 * Returns the range of amounts: from 0 to a little above the largest finite value, to 1 where none
 * is above 0.
 */
export function upFromZero(series: readonly Series[]): [number, number] {
  const most = Math.max(0, ...series.map((values) => finiteExtent(values)?.[1] ?? 0));
  return [0, most > 0 ? most * 1.06 : 1];
}

/**
 * Returns the range of counts: as `upFromZero`, but at least to 5, so that the ticks are whole
 * numbers.
 */
export function countRange(series: readonly Series[]): [number, number] {
  const [low, high] = upFromZero(series);
  return [low, Math.max(5, high)];
}

/**
 * Returns the axis of frequencies 1 to `count`, which are its positions too. Of several key
 * frequencies it names these alone.
 */
export function frequencyAxis(count: number, keys: readonly number[] = []): Axis {
  const sparse = sparseTicks(count, 1).tickvals.map((row) => row + 1);
  const apart = count / 14;
  const others = sparse.filter((k) => keys.every((key) => Math.abs(key - k) > apart));
  const tickvals = (keys.length > 1 ? [...keys] : [...others, ...keys]).sort((a, b) => a - b);
  return axis('frequency', { tickvals, ticktext: tickvals.map(String) });
}

/**
 * Returns a log axis for these series: a tick per power of ten (or two) where they span several, at
 * 2 and 5 too where they span at most two, at even steps within one. It asks for a number of ticks,
 * not for their distance, so that an axis of another range (zoomed, locked) has ticks too.
 */
export function logAxis(series: readonly Series[]): Axis {
  const extents = series.map((values) => finiteExtent(values, 0));
  const low = Math.min(...extents.map((extent) => extent?.[0] ?? Infinity));
  const high = Math.max(...extents.map((extent) => extent?.[1] ?? 0));
  const decades = Math.log10(high / low);
  if (decades <= 2 || Number.isNaN(decades)) {
    const isPlain = low >= 1e-4 && high < 1e5;
    const nticks = decades < 1.15 ? 3 : 4;
    return { type: 'log', nticks, ...(isPlain ? { exponentformat: 'none' } : {}) };
  }
  // Plotly writes powers of ten a quarter larger than other numbers
  const nticks = Math.ceil((decades * 1.15) / (decades > 9 ? 2 : 1));
  return { type: 'log', nticks, tickfont: { size: fontSize.text / 1.25 } };
}
