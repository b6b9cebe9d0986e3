import { type CellGrid, IMAGE_CELL, REVERSE } from '../../cells/cells.ts';
import type { PanelBox, Rect } from '../state/layout.ts';
import type { Drag, State } from '../state/state.ts';
import type { PlotArea } from '../state/zoom.ts';
import { NOT_OURS } from './painter.ts';
import { cut, linesGrid, seg, widthOf } from './segments.ts';

/** Returns a line in the middle of a hole. */
export function inMiddle(text: string, { width, height }: Rect, look: State['look']): CellGrid {
  const shown = cut([seg(text, 'dim')], width);
  const before = seg(' '.repeat(Math.max(0, (width - widthOf(shown)) >> 1)));
  const above = Array.from({ length: Math.max(0, (height - 1) >> 1) }, () => []);
  return linesGrid([...above, [before, ...shown]], width, height, look);
}

/** Copies a grid into its place on the screen, row by row. */
export function copyInto(
  screen: CellGrid,
  grid: CellGrid,
  { left, top, width, height }: Rect
): void {
  const w = Math.min(grid.width, width, screen.width - left);
  const h = Math.min(grid.height, height, screen.height - top);
  for (let row = 0; row < h; row++) {
    const from = row * grid.width;
    const to = (top + row) * screen.width + left;
    screen.chars.set(grid.chars.subarray(from, from + w), to);
    screen.fg.set(grid.fg.subarray(from, from + w), to);
    screen.bg.set(grid.bg.subarray(from, from + w), to);
    screen.style.set(grid.style.subarray(from, from + w), to);
  }
}

/**
 * Returns the cells of a panel that the mouse encloses: of curves whole columns, of a matrix a
 * rectangle.
 */
export function enclosed(
  areas: readonly PlotArea[],
  { axes, from, to }: Drag
): { readonly axes: string; readonly rect: Rect } | null {
  const area = areas.find((one) => one.axes === axes);
  if (!area) return null;
  const cells = (a: number, b: number, first: number, count: number) => {
    const start = Math.max(first, Math.min(a, b));
    return [start, Math.min(first + count - 1, Math.max(a, b))] as const;
  };
  const [left, right] = cells(from.column, to.column, area.left, area.columns);
  const [top, bottom] = area.isMatrix
    ? cells(from.row, to.row, area.top, area.rows)
    : [area.top, area.top + area.rows - 1];
  return { axes, rect: { left, top, width: right - left + 1, height: bottom - top + 1 } };
}

/** Reverses what the mouse encloses; images show it themselves. */
export function markDrag(
  screen: CellGrid,
  box: PanelBox | undefined,
  areas: readonly PlotArea[],
  drag: Drag
): void {
  const rect = enclosed(areas, drag)?.rect;
  if (!box || !rect) return;
  const [top, left] = [box.hole.top + rect.top, box.hole.left + rect.left];
  for (let row = top; row < top + rect.height; row++)
    for (let column = left; column < left + rect.width; column++) {
      const at = row * screen.width + column;
      if (screen.chars[at] !== IMAGE_CELL) screen.style[at] ^= REVERSE;
    }
}

/** Leaves a rectangle of the screen to Ink. */
export function release(screen: CellGrid, { left, top, width, height }: Rect): void {
  for (let row = top; row < top + height; row++) {
    const [from, to] = [row * screen.width + left, row * screen.width + left + width];
    screen.chars.fill(NOT_OURS, from, to);
    screen.fg.fill(-1, from, to);
    screen.bg.fill(-1, from, to);
    screen.style.fill(0, from, to);
  }
}
