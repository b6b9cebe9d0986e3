import type { Marks } from '../../cells/capability.ts';
import type { CellGrid } from '../../cells/cells.ts';
import type { Palette } from '../../cells/palette.ts';
import type { Figure } from '../../figure/figure.ts';
import type { TraceStyle } from '../color/trace-style.ts';
import type { Subplot } from '../plan/plan.ts';
import { type Scale, slotOf, unitOf } from '../plan/scale.ts';
import type { CellPixels } from '../plan/square-plot.ts';

const SPACE = 32;

/** What the drawing steps share: where they write, with which characters and colours. */
export interface Canvas {
  readonly figure: Figure;
  readonly grid: CellGrid;
  readonly palette: Palette;
  readonly marks: Marks;
  readonly styles: readonly TraceStyle[];
  /** Number of colours of a heat map. */
  readonly levels: number;
  /**
   * In a panel of the explorer the border says what a pixel stands for, and the legend the values
   * at the cursor; null elsewhere.
   */
  readonly panel: PanelReport | null;
  /** Pixels a cell where an image shows what is in the plots; null where characters do. */
  readonly pixels: CellPixels | null;
  /** The name of the curves that are seen alone; null for all. */
  readonly solo: string | null;
}

/** What drawing into a panel found out. */
export interface PanelReport {
  /** The x value that the legend's values are of; null without a cursor. */
  readonly at: { readonly axis: string; readonly x: number } | null;
  /** Whether the legend carries the values. */
  hasValues: boolean;
}

/** Returns the grid column of an x value, or -1 outside the plot. */
export function columnOf(subplot: Subplot, value: number): number {
  const { left, width } = subplot.plot;
  const slot = slotOf(unitOf(subplot.x, value), width);
  return slot >= 0 && slot < width ? left + slot : -1;
}

/** Returns the grid row of a y value, or -1 outside the plot. */
export function gridRowOf(subplot: Subplot, value: number): number {
  const { top, height } = subplot.plot;
  const slot = slotOf(unitOf(subplot.y, value), height);
  return slot >= 0 && slot < height ? top + height - 1 - slot : -1;
}

/** Returns whether `length` cells from (column, row) on are empty. */
export function isFree(canvas: Canvas, column: number, row: number, length: number): boolean {
  const { width, height, chars } = canvas.grid;
  if (column < 0 || column + length > width || row < 0 || row >= height) return false;
  for (let c = column; c < column + length; c++) if (chars[row * width + c] !== SPACE) return false;
  return true;
}

/**
 * Returns the first and last of `count` slots between two places of a shape; the whole axis where
 * it refers to the paper.
 */
export function slotsBetween(
  scale: Scale,
  ref: string | undefined,
  from: number,
  to: number,
  count: number
): readonly [number, number] {
  const [a, b] = unitsBetween(scale, ref, from, to);
  if (!(b >= 0 && a <= 1)) return [0, -1];
  return [Math.max(0, slotOf(a, count)), Math.min(count - 1, slotOf(b, count))];
}

/** Returns two places of a shape along its axis, 0 to 1 within it, the lesser first. */
export function unitsBetween(
  scale: Scale,
  ref: string | undefined,
  from: number,
  to: number
): readonly [number, number] {
  if (ref === 'paper' || ref?.includes('domain')) return [0, 1];
  const units = [unitOf(scale, from), unitOf(scale, to)];
  return [Math.min(...units), Math.max(...units)];
}
