import { BOLD, ITALIC, putCell, putText } from '../../cells/cells.ts';
import type { Plan, Subplot } from '../plan/plan.ts';
import { cut, formatValue, plainLabel } from '../plan/text.ts';
import type { Tick } from '../plan/ticks.ts';
import { type Canvas, columnOf, gridRowOf, isFree } from './canvas.ts';
import { drawLegend, drawLegendInside, drawValues, missingNote } from './draw-legend.ts';
import { drawScaleLine } from './draw-scale.ts';
import { panelTitle } from './panel-title.ts';

/** Columns of a title below which what is left of it says nothing. */
const SHORTEST = 6;

/** Draws the axes of a subplot: tick labels, lines, titles. */
export function drawAxes(canvas: Canvas, plan: Plan, subplot: Subplot): void {
  if (subplot.overlay) drawRightAxis(canvas, subplot);
  else {
    drawLeftAxis(canvas, subplot);
    drawBottomAxis(canvas, subplot);
    drawHeader(canvas, plan, subplot);
  }
}

function glyph(canvas: Canvas, mark: string, ascii: string): number {
  return (canvas.marks === 'ascii' ? ascii : mark).codePointAt(0)!;
}

/** Ticks may be words of a user or a model. */
function tickLabel({ marks }: Canvas, { text }: Tick): string {
  return marks === 'ascii' ? plainLabel(text, true) : text;
}

function drawLeftAxis(canvas: Canvas, subplot: Subplot): void {
  const { grid, palette } = canvas;
  const { plot, outer } = subplot;
  const gutter = plot.left - outer.left;
  if (gutter < 1) return;
  const rows = subplot.y.axis.showline === false ? 0 : plot.height;
  for (let row = plot.top; row < plot.top + rows; row++)
    putCell(grid, plot.left - 1, row, glyph(canvas, '│', '|'), palette.axis);
  for (const tick of subplot.yTicks) {
    const row = gridRowOf(subplot, tick.value);
    if (row < 0) continue;
    putCell(grid, plot.left - 1, row, glyph(canvas, '┤', '+'), palette.axis);
    if (gutter < 3) continue;
    const text = cut(tickLabel(canvas, tick), gutter - 2, canvas.marks === 'ascii');
    putText(grid, plot.left - 2 - text.length, row, text, palette.label);
  }
}

function drawRightAxis(canvas: Canvas, subplot: Subplot): void {
  const { plot } = subplot;
  const column = plot.left + plot.width;
  const color = canvas.styles[subplot.traces[0]?.index ?? 0]?.color ?? canvas.palette.label;
  for (const tick of subplot.yTicks) {
    const row = gridRowOf(subplot, tick.value);
    if (row < 0) continue;
    putCell(canvas.grid, column, row, glyph(canvas, '├', '+'), canvas.palette.axis);
    putText(canvas.grid, column + 1, row, ` ${tickLabel(canvas, tick)}`, color);
  }
}

function drawBottomAxis(canvas: Canvas, subplot: Subplot): void {
  const { grid, palette } = canvas;
  const { plot, axisRow, tickRow } = subplot;
  if (axisRow >= 0 && subplot.x.axis.showline !== false) {
    putCell(grid, plot.left - 1, axisRow, glyph(canvas, '└', '+'), palette.axis);
    for (let c = 0; c < plot.width; c++)
      putCell(grid, plot.left + c, axisRow, glyph(canvas, '─', '-'), palette.axis);
  }
  if (tickRow < 0 || plot.width < 4) return;
  const taken = new Uint8Array(grid.width + 4);
  const place = (
    text: string,
    column: number,
    color: number,
    style: number,
    apart = 0
  ): boolean => {
    const least = Math.max(0, subplot.outer.left);
    const most = Math.min(grid.width, subplot.outer.left + subplot.outer.width) - text.length;
    const from = Math.max(least, Math.min(most, column - Math.floor(text.length / 2)));
    if (from < 0 || text.length > subplot.outer.width) return false;
    for (let c = from - 1; c < from + text.length + 1; c++) if (taken[c + 2]) return false;
    for (let c = from - apart; c < from + text.length + apart; c++) taken[c + 2] = 1;
    putText(grid, from, tickRow, text, color, style);
    return true;
  };
  for (const shape of subplot.shapes) {
    if (shape.name !== 'cursor' || shape.x0 !== shape.x1) continue;
    const column = columnOf(subplot, shape.x0);
    const style = palette.depth === 'none' ? 0 : BOLD;
    // a tick one space from this number would be read as one with it
    if (column >= 0)
      place(formatValue(stepAt(subplot, shape.x0)), column, palette.cursor, style, 1);
    if (column >= 0 && axisRow >= 0)
      putCell(grid, column, axisRow, glyph(canvas, '┴', '+'), palette.cursor);
  }
  const { title } = subplot.x;
  const titled = subplot.titleRow >= 0;
  const end = plot.left + plot.width;
  const room = subplot.xTicks.reduce((sum, tick) => sum + tick.text.length + 2, title.length + 2);
  if (title && !titled && room <= plot.width) {
    // two numbers stay: one alone says nothing of the scale
    const second = subplot.xTicks[1];
    const taken = second ? columnOf(subplot, second.value) + (second.text.length >> 1) + 2 : 0;
    const shown = end - taken >= SHORTEST ? cut(title, end - taken, canvas.marks === 'ascii') : '';
    const style = ITALIC * Number(palette.depth !== 'none');
    if (shown) place(shown, end - Math.ceil(shown.length / 2), palette.label, style);
  }
  for (const tick of subplot.xTicks) {
    const column = columnOf(subplot, tick.value);
    if (column < 0) continue;
    if (place(tickLabel(canvas, tick), column, palette.label, 0) && axisRow >= 0)
      putCell(grid, column, axisRow, glyph(canvas, '┬', '+'), palette.axis);
  }
  if (titled) {
    const text = cut(title, plot.width, canvas.marks === 'ascii');
    putText(
      grid,
      plot.left + Math.floor((plot.width - text.length) / 2),
      subplot.titleRow,
      text,
      palette.label
    );
  }
}

function drawHeader(canvas: Canvas, plan: Plan, subplot: Subplot): void {
  const { header, outer, plot, y } = subplot;
  const { palette, grid } = canvas;
  const right = outer.left + outer.width;
  const missing = subplot.traces
    .map(({ trace }) => missingNote(trace))
    .join('')
    .trim();
  if (header < 0) {
    if (plan.legendRow < 0 && drawLegendInside(canvas, plot)) return;
    if (isFree(canvas, right - missing.length, plot.top, missing.length))
      putText(grid, right - missing.length, plot.top, missing, palette.warn);
    return;
  }
  const style = palette.depth === 'none' ? 0 : ITALIC;
  const own = panelTitle(canvas.figure, subplot.x.axis, y.axis)?.text ?? '';
  const ascii = canvas.marks === 'ascii';
  // a legend in a row of its own leaves the header to the title
  const isAlone =
    plan.legendRow >= 0 && !subplot.traces.some(({ trace }) => trace.type === 'heatmap');
  const most = isAlone ? outer.width : outer.width >> 1;
  const words = plainLabel([own, y.title].filter(Boolean).join(' · '), ascii);
  // the name that tells panels apart rather than a part of both
  const title =
    words.length <= most || !own
      ? cut(words, most, ascii)
      : cut(wholeParts(own, outer.width, ascii), outer.width, ascii);
  const used = putText(grid, outer.left, header, title, palette.label, style);
  const left = outer.left + (used > 0 ? used + 2 : 0);
  // the title of a colour bar stands in the same row
  const end = subplot.barWidth > 0 ? plot.left + plot.width : right;
  if (plan.legendRow < 0 && drawLegend(canvas, header, left, end)) return;
  if (plan.legendRow >= 0 && missing === '') drawValues(canvas, subplot, left, end);
  putText(grid, right - missing.length, header, missing, palette.warn);
  drawScaleLine(canvas, subplot, plan.compact, left, right);
}

/** The step of a column, where x counts the columns of a heat map over checkpoints; else x. */
function stepAt({ traces }: Subplot, x: number): number {
  for (const { trace } of traces)
    if (trace.type === 'heatmap' && trace.meta?.steps) return trace.meta.steps[x] ?? x;
  return x;
}

/** Of a title's parts between dots those that fit whole, the first in any case. */
function wholeParts(title: string, width: number, ascii: boolean): string {
  const parts = title.split(' · ');
  const text = () => plainLabel(parts.join(' · '), ascii);
  while (parts.length > 1 && text().length > width) parts.pop();
  return text();
}
