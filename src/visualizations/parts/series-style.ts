import { okabeIto } from '../../figure/colors.ts';
import type { ScatterTrace } from '../../figure/figure.ts';

const { blue, vermillion, green, purple, orange, sky } = okabeIto;
const colors = [blue, vermillion, green, purple, orange, sky, '#000000'];
const dashes = ['solid', 'dash', 'dot', 'dashdot'] as const;
const symbols = ['circle', 'square', 'diamond', 'triangle-up', 'x', 'cross'];

/** Returns the colour of the i-th of several series: seven that the colour-blind can tell apart. */
export function seriesColor(i: number): string {
  return colors[i % colors.length];
}

/**
 * Returns what tells the i-th of several lines from the others: its colour, and beyond seven of
 * them its dashes.
 */
export function seriesLine(i: number): NonNullable<ScatterTrace['line']> {
  const dash = dashes[Math.floor(i / colors.length) % dashes.length];
  return { color: seriesColor(i), width: 1.75, dash };
}

/**
 * Returns the marker symbol of the i-th of several sets of points; another beyond seven of them.
 */
export function seriesSymbol(i: number): string {
  return symbols[Math.floor(i / colors.length) % symbols.length];
}
