import { DEFAULT_COLOR, putText } from '../../cells/cells.ts';
import type { Annotation } from '../../figure/figure.ts';
import type { Subplot } from '../plan/plan.ts';
import { plainLabel } from '../plan/text.ts';
import { type Canvas, columnOf, gridRowOf } from './canvas.ts';

/**
 * Cells that a label may cover: empty ones and horizontal threshold lines; upright ones too where
 * nothing else is left.
 */
const COVERED = [...' ┄─-'].map((char) => char.codePointAt(0)!);
const CROSSED = [...' ┄─-┆:'].map((char) => char.codePointAt(0)!);

/**
 * Draws the labels of thresholds and events on cells that are still free: of a line across in its
 * row, of an upright line beside it, of a point as near as there are some. A label without room is
 * left out: beside another line it would name that one. A single centred character marks its place
 * itself, whatever is there.
 */
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
  if (label.length === 1 && xanchor === 'center' && annotation.yanchor === 'middle') {
    putText(canvas.grid, column, row, label, canvas.palette.cursor);
    return;
  }
  if (isPaper(yref) && !isPaper(xref)) {
    besideLine(canvas, subplot, label, column, row);
    return;
  }
  const most = plot.left + plot.width - label.length;
  const isAtPoint = !isPaper(yref) && Boolean(annotation.xshift || annotation.yshift);
  const isCentered = !isPaper(xref) && !isPaper(yref) && annotation.yanchor === 'middle';
  const start = startOf(annotation, column, label.length, isAtPoint || isCentered);
  const wanted = Math.max(plot.left, Math.min(most, start));
  const { yshift = 0 } = annotation;
  const beyond = yshift < 0 ? [row + 1, row, row - 1] : [row - 1, row, row + 1];
  const rows = !isAtPoint ? [row] : yshift ? beyond : [row, row - 1, row + 1];
  for (const free of rows.filter((one) => one >= plot.top && one < plot.top + plot.height))
    for (let away = 0; away < plot.width; away++)
      for (const from of [wanted - away, wanted + away]) {
        if (!isPaper(xref) && Math.abs(from - column) > label.length + 2) continue;
        if (from < plot.left || from > most) continue;
        if (!isCovered(canvas, subplot, from, free, label.length)) continue;
        putLabel(canvas, from, free, label);
        return;
      }
}

/**
 * Puts the label of an upright line right of it, else left, in the first row from its own down that
 * has room there.
 */
function besideLine(
  canvas: Canvas,
  subplot: Subplot,
  label: string,
  column: number,
  row: number
): void {
  const { plot, shapes } = subplot;
  const lines = shapes
    .filter(({ x0, x1 }) => x0 === x1)
    .map(({ x0 }) => columnOf(subplot, x0))
    .filter((line) => line >= 0 && line !== column);
  const right = column + 1;
  const left = column - label.length;
  const fits = (from: number) => from >= plot.left && from + label.length <= plot.left + plot.width;
  // another line that the label touches, too, could be meant; right of a line that is no question
  const isClear = (from: number) => from === right || !lines.includes(from - 1);
  const places = [right, left].filter((from) => fits(from) && isClear(from));
  for (const chars of [COVERED, CROSSED])
    for (let free = row; free < plot.top + plot.height; free++)
      for (const from of places)
        if (isCovered(canvas, subplot, from, free, label.length, chars)) {
          putLabel(canvas, from, free, label);
          return;
        }
}

/** Beside a vertical line, not on it; of a point on the side where the figure wants it. */
function startOf(
  { xref = 'x', xanchor }: Annotation,
  column: number,
  length: number,
  isAtPoint: boolean
): number {
  if (isPaper(xref) && xanchor === 'right') return column - length;
  if (isAtPoint && xanchor === 'right') return column - length - 1;
  if (isAtPoint && xanchor === 'center') return column - (length >> 1);
  return isAtPoint ? column + 2 : column + 1;
}

function putLabel({ grid, palette }: Canvas, column: number, row: number, label: string): void {
  putText(grid, column, row, label, palette.label);
  const from = row * grid.width + column;
  // on a bar or a band it needs more contrast
  for (let at = from; at < from + label.length; at++)
    if (grid.bg[at] !== DEFAULT_COLOR) grid.fg[at] = palette.cursor;
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
  length: number,
  chars: readonly number[] = COVERED
): boolean {
  const { grid } = canvas;
  const heat = subplot.traces.some(({ trace }) => trace.type === 'heatmap');
  for (let c = from; c < from + length; c++) {
    const at = row * grid.width + c;
    if (!chars.includes(grid.chars[at]) || (heat && grid.bg[at] !== DEFAULT_COLOR)) return false;
  }
  return true;
}
