import { blankGrid, putCell, putText, type Rect } from '../../cells/cells.ts';
import type { Trace } from '../../figure/figure.ts';
import { shortNumber } from '../../text/format.ts';
import { hasLine, symbolOf, type TraceStyle } from '../color/trace-style.ts';
import { legendTraces } from '../plan/legend-traces.ts';
import type { Subplot } from '../plan/plan.ts';
import { extentOf, nearestIndex } from '../plan/series.ts';
import { cut, plainLabel } from '../plan/text.ts';
import { type Canvas, isFree } from './canvas.ts';
import { inked } from './trace-dots.ts';

const SPACE = 32;

interface Entry {
  readonly name: string;
  /** What is missing: `3 NaN`. */
  readonly note: string;
  readonly trace: Trace;
  readonly style: TraceStyle;
  readonly sample: number;
  /** Its value at the cursor, '' where it has none or it is not said. */
  readonly value: string;
}

/**
 * Draws the legend right-aligned between two columns, names in their colours, in a panel with the
 * values at the cursor. So that it fits, it moves closer together, cuts names as long as they
 * differ, does without values, and in the end leaves out the last names. Returns whether the figure
 * has one.
 */
export function drawLegend(canvas: Canvas, row: number, from: number, to: number): boolean {
  const valued = legendTraces(canvas.figure).map(({ trace, index }) =>
    entryOf(canvas, trace, index)
  );
  const bare = valued.map((entry) => ({ ...entry, value: '' }));
  const hasValues = canvas.panel !== null && valued.some(({ value }) => value !== '');
  const isSaid = hasValues && drawEntries(canvas, row, from, to, valued, true);
  if (isSaid) canvas.panel!.hasValues = true;
  return isSaid || drawEntries(canvas, row, from, to, bare, false);
}

/**
 * Draws entries between two columns; where `whole` asks for all of them, none if they do not fit.
 * Returns whether it did.
 */
function drawEntries(
  canvas: Canvas,
  row: number,
  from: number,
  to: number,
  roomy: readonly Entry[],
  whole: boolean
): boolean {
  if (roomy.length < (canvas.figure.layout.showlegend === true ? 1 : 2)) return false;
  const names = roomy.map(({ name }) => name);
  let limit = Math.max(...names.map(({ length }) => length));
  const isClose = widthOf(roomy, limit, 2) > to - from;
  const entries = isClose ? roomy.map((entry) => closer(canvas, entry)) : roomy;
  const gap = isClose ? 1 : 2;
  const excess = () => widthOf(entries, limit, gap) - (to - from);
  while (!whole && limit > 3 && excess() > 0 && differ(names, limit - 1)) limit--;
  if (whole && excess() > 0) return false;
  const shown = [...entries];
  while (shown.length > 0 && widthOf(shown, limit, gap) > to - from) shown.pop();
  let column = to - widthOf(shown, limit, gap);
  for (const { name, note, trace, style, sample, value } of shown) {
    drawSample(canvas, column, row, trace, style, sample);
    column += sample + 1;
    column += putText(
      canvas.grid,
      column,
      row,
      cut(name, limit, canvas.marks === 'ascii'),
      style.color
    );
    if (value !== '') column += putText(canvas.grid, column, row, ` ${value}`, canvas.palette.text);
    column += putText(canvas.grid, column, row, note, canvas.palette.warn) + gap;
  }
  return true;
}

/**
 * Draws the values at the panel's cursor of one of several subplots between two columns of its
 * header: those whose names the common legend says.
 */
export function drawValues(canvas: Canvas, subplot: Subplot, from: number, to: number): void {
  const names = new Set(legendTraces(canvas.figure).map(({ trace }) => trace.name));
  const entries = subplot.traces
    .filter(({ trace }) => trace.type === 'scatter' && names.has(trace.name))
    .map(({ trace, index }) => ({ ...entryOf(canvas, trace, index), name: '', note: '' }))
    .filter(({ value }) => value !== '');
  const columns = entries.reduce((sum, { sample, value }) => sum + sample + value.length + 3, -2);
  if (!canvas.panel || entries.length === 0 || columns > to - from) return;
  let column = to - columns;
  for (const { trace, style, sample, value } of entries) {
    drawSample(canvas, column, subplot.header, trace, style, sample);
    column += sample + 1;
    column += putText(canvas.grid, column, subplot.header, value, canvas.palette.text) + 2;
  }
  canvas.panel.hasValues = true;
}

/**
 * Draws the legend of a plot that is too low for a header over its first (or else last) row where
 * that is free.
 */
export function drawLegendInside(canvas: Canvas, plot: Rect): boolean {
  const { grid } = canvas;
  const [from, to] = [plot.left + 1, plot.left + plot.width];
  const panel = canvas.panel && { ...canvas.panel };
  const aside: Canvas = { ...canvas, grid: blankGrid(grid.width, 1), panel };
  if (plot.height < 2 || to - from < 8 || !drawLegend(aside, 0, from, to)) return false;
  const used = aside.grid.chars.findIndex((char) => char !== SPACE);
  const rows = [plot.top, plot.top + plot.height - 1];
  const row = rows.find((one) => isFree(canvas, used - 1, one, to - used + 1));
  if (row === undefined || used < 0) return false;
  for (let c = used; c < to; c++) putCell(grid, c, row, aside.grid.chars[c], aside.grid.fg[c]);
  if (canvas.panel && panel) canvas.panel.hasValues = panel.hasValues;
  return true;
}

/** Returns what a trace lacks, ` 3 NaN 1 Inf`, or ''. */
export function missingNote(trace: Trace): string {
  if (trace.type === 'heatmap') return '';
  const { nan, infinite } = extentOf(trace.y);
  return `${nan ? ` ${nan} NaN` : ''}${infinite ? ` ${infinite} Inf` : ''}`;
}

function entryOf(canvas: Canvas, trace: Trace, index: number): Entry {
  const { marks, palette, styles } = canvas;
  const line = trace.type === 'scatter' && hasLine(trace);
  const wide = palette.depth === 'none' && line ? 4 : 2;
  return {
    name: plainLabel(trace.name ?? '', marks === 'ascii'),
    note: missingNote(trace),
    trace,
    style: styles[index],
    sample: marks === 'ascii' || !line ? 1 : wide,
    value: valueAt(canvas, trace)
  };
}

/** The value of a trace at the panel's cursor: between its first and last point the nearest one. */
export function valueAt({ panel }: Canvas, trace: Trace): string {
  if (!panel?.at || trace.type !== 'scatter' || !hasLine(trace)) return '';
  if ((trace.xaxis ?? 'x') !== panel.at.axis) return '';
  const { x: at } = panel.at;
  const [first, last] = [trace.x[0], trace.x[trace.x.length - 1]];
  const value = trace.y[nearestIndex(trace.x, at)];
  return value === undefined || value === null || at < first || at > last ? '' : shortNumber(value);
}

/** An entry with a sample of one cell where its colour says enough. */
function closer({ palette }: Canvas, entry: Entry): Entry {
  return palette.depth === 'none' ? entry : { ...entry, sample: 1 };
}

/** Returns whether names that differ still do when cut to a length. */
function differ(names: readonly string[], limit: number): boolean {
  return new Set(names.map((name) => cut(name, limit, true))).size === new Set(names).size;
}

function widthOf(entries: readonly Entry[], limit: number, gap: number): number {
  return entries.reduce(
    (sum, { name, note, sample, value }) =>
      sum +
      sample +
      1 +
      Math.min(name.length, limit) +
      (value === '' ? 0 : value.length + 1) +
      note.length +
      gap,
    -gap
  );
}

function drawSample(
  canvas: Canvas,
  column: number,
  row: number,
  trace: Trace,
  style: TraceStyle,
  width: number
): void {
  const { marks, palette, grid } = canvas;
  const shaded = palette.depth === 'none' || marks === 'ascii';
  const band = trace.type === 'scatter' && !hasLine(trace) && trace.fill && trace.fill !== 'none';
  for (let c = 0; c < width; c++) {
    let char = marks === 'ascii' ? style.glyph : '─';
    if (trace.type === 'bar') char = shaded ? style.shade : '█';
    else if (band) char = marks === 'ascii' ? ':' : '░';
    else if (trace.type === 'scatter' && !hasLine(trace))
      char = marks === 'ascii' ? style.glyph : symbolOf(trace);
    else if (marks === 'braille' && style.dash) {
      const bits = (inked(style.dash, c * 2) ? 4 : 0) | (inked(style.dash, c * 2 + 1) ? 32 : 0);
      char = bits ? String.fromCodePoint(0x2800 + bits) : ' ';
    } else if (marks === 'block' && style.dash) char = inked(style.dash, c * 2) ? '▄' : ' ';
    putCell(grid, column + c, row, char.codePointAt(0)!, style.color);
  }
}
