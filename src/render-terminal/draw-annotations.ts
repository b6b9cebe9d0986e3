import { type Canvas, columnOf, gridRowOf } from './canvas.ts';
import { DEFAULT_COLOR, putText } from './cells.ts';
import type { Subplot } from './plan.ts';
import { plainLabel } from './text.ts';

/** Draws the labels of thresholds and events on cells that are still free. */
export function drawAnnotations(canvas: Canvas, subplot: Subplot): void {
  const { plot } = subplot;
  if (subplot.overlay) return;
  const cursors = subplot.shapes.filter(({ name }) => name === 'cursor').map(({ x0 }) => x0);
  for (const { text, x, y, xref = 'x', yref = 'y', xanchor } of subplot.annotations) {
    if (xref === subplot.xAxis && cursors.includes(x)) continue; // the axis shows the cursor's value
    const label = plainLabel(text, canvas.marks === 'ascii');
    const paperX = xref === 'paper' || xref.includes('domain');
    const paperY = yref === 'paper' || yref.includes('domain');
    const column = paperX ? plot.left + Math.round(x * (plot.width - 1)) : columnOf(subplot, x);
    const row = paperY
      ? Math.max(plot.top, plot.top + Math.round((1 - y) * (plot.height - 1)))
      : gridRowOf(subplot, y);
    if (column < 0 || row < 0 || label.length > plot.width) continue;
    const shift = paperX && xanchor === 'right' ? label.length : -1;
    const from = Math.max(
      plot.left,
      Math.min(plot.left + plot.width - label.length, column - shift)
    );
    if (isOverRule(canvas, from, row, label.length))
      putText(canvas.grid, from, row, label, canvas.palette.label);
  }
}

function isOverRule(canvas: Canvas, from: number, row: number, length: number): boolean {
  const { grid } = canvas;
  for (let c = from; c < from + length; c++) {
    const char = grid.chars[row * grid.width + c]!;
    if (char !== 32 && char !== 0x2504 && char !== 0x2d) return false;
    if (grid.fg[row * grid.width + c] !== DEFAULT_COLOR && char === 32) return false;
  }
  return true;
}
