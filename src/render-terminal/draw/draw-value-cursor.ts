import { BOLD, putCell, REVERSE } from '../../cells/cells.ts';
import type { Plan, Subplot } from '../plan/plan.ts';
import { coordinates } from '../plan/scale.ts';
import { nearestIndex } from '../plan/series.ts';
import { type Cursor, snapCursor } from '../plan/value-cursor.ts';
import { type Canvas, columnOf, gridRowOf } from './canvas.ts';
import { drawCursorColumn } from './draw-rules.ts';

/**
 * Draws the value cursor at its nearest stop: a vertical line with a dot on every curve, or a
 * marked heat-map cell.
 */
export function drawValueCursor(canvas: Canvas, plan: Plan, cursor: Cursor): void {
  const { figure } = canvas;
  const at = snapCursor(figure, cursor);
  const subplot = plan.subplots.find(({ id }) => id === at.axes);
  if (!subplot) return;
  const column = columnOf(subplot, at.x);
  if (column < 0) return;
  if (at.y !== undefined) markCell(canvas, subplot, column, gridRowOf(subplot, at.y));
  else markCurves(canvas, plan, subplot, column, at.x);
}

function markCell(canvas: Canvas, subplot: Subplot, column: number, row: number): void {
  const { palette, marks } = canvas;
  if (row < 0) return;
  const glyph = (mark: string, ascii: string) => (marks === 'ascii' ? ascii : mark).codePointAt(0)!;
  const { plot } = subplot;
  const plain = palette.depth === 'none' || palette.depth === '16';
  putCell(
    canvas.grid,
    column,
    row,
    glyph('┼', '+'),
    plain ? -1 : palette.accent,
    plain ? -1 : undefined,
    plain ? REVERSE : BOLD
  );
  putCell(
    canvas.grid,
    plot.left - 1,
    row,
    glyph('▸', '>'),
    palette.accent,
    undefined,
    plain ? 0 : BOLD
  );
  const below = subplot.axisRow >= 0 ? subplot.axisRow : plot.top + plot.height;
  if (subplot.axisRow >= 0)
    putCell(
      canvas.grid,
      column,
      below,
      glyph('▴', '^'),
      palette.accent,
      undefined,
      plain ? 0 : BOLD
    );
}

function markCurves(canvas: Canvas, plan: Plan, subplot: Subplot, column: number, x: number): void {
  drawCursorColumn(canvas, subplot, column, canvas.palette.accent);
  for (const drawn of plan.subplots) {
    if (drawn.xAxis !== subplot.xAxis) continue;
    for (const { trace, index } of drawn.traces) {
      if (trace.type !== 'scatter') continue;
      const at = nearestIndex(coordinates(trace, 'x', drawn.x.categories), x);
      const y = coordinates(trace, 'y', drawn.y.categories)[at];
      const row = y === undefined ? -1 : gridRowOf(drawn, y);
      if (row < 0) continue;
      const glyph = canvas.marks === 'ascii' ? 'O' : '●';
      putCell(canvas.grid, column, row, glyph.codePointAt(0)!, canvas.styles[index].color);
    }
  }
}
