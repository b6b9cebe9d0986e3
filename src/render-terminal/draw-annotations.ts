import type { Annotation } from '../figure/figure.ts';
import { type Canvas, columnOf, gridRowOf } from './canvas.ts';
import { DEFAULT_COLOR, putText } from './cells.ts';
import type { Subplot } from './plan.ts';
import { plainLabel } from './text.ts';

/** Cells that a label may cover: empty ones and horizontal threshold lines. */
const COVERED = [...' ┄─-'].map((char) => char.codePointAt(0)!);

/** Draws the labels of thresholds and events on cells that are still free, as near to their place as there are some. */
export function drawAnnotations(canvas: Canvas, subplot: Subplot): void {
  if (subplot.overlay) return;
  const cursors = subplot.shapes.filter(({ name }) => name === 'cursor').map(({ x0 }) => x0);
  for (const annotation of subplot.annotations) {
    const { xref = 'x', x } = annotation;
    // the axis shows the cursor's value
    if (xref !== subplot.xAxis || !cursors.includes(x)) drawLabel(canvas, subplot, annotation);
  }
}

function drawLabel(canvas: Canvas, subplot: Subplot, annotation: Annotation): void {
  const { plot } = subplot;
  const { text, x, y, xref = 'x', yref = 'y', xanchor } = annotation;
  const label = plainLabel(text, canvas.marks === 'ascii');
  const row = isPaper(yref) ? paperRow(subplot, y) : gridRowOf(subplot, y);
  const column = isPaper(xref)
    ? plot.left + Math.round(x * (plot.width - 1))
    : columnOf(subplot, x);
  if (row < 0 || column < 0) return;
  const most = plot.left + plot.width - label.length;
  // beside a vertical line, not on it
  const start = isPaper(xref) && xanchor === 'right' ? column - label.length : column + 1;
  const wanted = Math.max(plot.left, Math.min(most, start));
  for (let away = 0; away < plot.width; away++)
    for (const from of [wanted - away, wanted + away]) {
      if (from < plot.left || from > most || !isCovered(canvas, subplot, from, row, label.length))
        continue;
      if (!isPaper(xref) && Math.abs(from - column) > label.length + 2) return;
      putText(canvas.grid, from, row, label, canvas.palette.label);
      // on a bar or a band it needs more contrast
      for (
        let at = row * canvas.grid.width + from;
        at < row * canvas.grid.width + from + label.length;
        at++
      )
        if (canvas.grid.bg[at] !== DEFAULT_COLOR) canvas.grid.fg[at] = canvas.palette.cursor;
      return;
    }
}

function isPaper(ref: string): boolean {
  return ref === 'paper' || ref.includes('domain');
}

function paperRow({ plot }: Subplot, y: number): number {
  const row = plot.top + Math.round((1 - y) * (plot.height - 1));
  return Math.max(plot.top, Math.min(plot.top + plot.height - 1, row));
}

function isCovered(
  canvas: Canvas,
  subplot: Subplot,
  from: number,
  row: number,
  length: number
): boolean {
  const { grid } = canvas;
  const heat = subplot.traces.some(({ trace }) => trace.type === 'heatmap');
  for (let c = from; c < from + length; c++) {
    const at = row * grid.width + c;
    if (!COVERED.includes(grid.chars[at]!) || (heat && grid.bg[at] !== DEFAULT_COLOR)) return false;
  }
  return true;
}
