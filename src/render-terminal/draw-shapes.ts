import type { ScatterTrace, Shape } from '../figure/figure.ts';
import { type Canvas, columnOf, gridRowOf } from './canvas.ts';
import { DEFAULT_COLOR, putCell } from './cells.ts';
import { parseColor } from './color.ts';
import type { Subplot } from './plan.ts';
import { coordinates, slotOf, unitOf } from './scale.ts';
import { isSorted } from './series.ts';
import { columnSpans } from './trace-dots.ts';

const SPACE = 32;
const UPPER = 0x2580;
const LOWER = 0x2584;
/** The characters of threshold lines and cursors: another cursor may take their cell. */
const RULES = [...'┄─┆│·-:|'].map((char) => char.codePointAt(0)!);

/** Draws what lies under the data: windows as tinted columns, bands between two lines, and threshold lines. */
export function drawBelow(canvas: Canvas, subplot: Subplot): void {
  for (const shape of subplot.shapes) if (shape.type === 'rect') drawWindow(canvas, subplot, shape);
  drawBands(canvas, subplot);
  for (const shape of subplot.shapes)
    if (shape.type === 'line' && shape.name !== 'cursor') drawRule(canvas, subplot, shape);
}

/** Draws the epoch cursor: │ over empty cells, a lit background under the data it crosses. */
export function drawCursors(canvas: Canvas, subplot: Subplot): void {
  const { plot } = subplot;
  for (const shape of subplot.shapes) {
    if (shape.name !== 'cursor' || shape.x0 !== shape.x1) continue;
    const column = columnOf(subplot, shape.x0);
    if (column < 0) continue;
    for (let row = plot.top; row < plot.top + plot.height; row++)
      drawCursorCell(canvas, subplot, column, row, canvas.palette.cursor);
  }
}

/** Draws one cell of a vertical cursor: curves and bars stay readable on a lit background. */
export function drawCursorCell(
  canvas: Canvas,
  subplot: Subplot,
  column: number,
  row: number,
  color: number
): void {
  const { grid, marks, palette } = canvas;
  const at = row * grid.width + column;
  const char = grid.chars[at]!;
  const half = char === UPPER || char === LOWER;
  const heat = subplot.traces.some(({ trace }) => trace.type === 'heatmap');
  const curve = half && marks === 'block' && !heat;
  const shade = char >= 0x2591 && char <= 0x2593;
  if (char !== SPACE && !RULES.includes(char) && !shade && (!half || curve)) {
    if (grid.bg[at] === DEFAULT_COLOR) grid.bg[at] = palette.tint('#888888', 0.35);
    return;
  }
  if (char === UPPER && grid.bg[at] !== DEFAULT_COLOR) grid.bg[at] = grid.fg[at]!;
  grid.chars[at] = (marks === 'ascii' ? '|' : '│').codePointAt(0)!;
  grid.fg[at] = color;
  grid.style[at] = 0;
}

function drawWindow(canvas: Canvas, subplot: Subplot, shape: Shape): void {
  const { plot, x, y } = subplot;
  const tint = canvas.palette.tint(shape.fillcolor ?? '#888888', shape.opacity ?? 1);
  if (tint === DEFAULT_COLOR) return;
  const [left, right] = cellsBetween(
    isPaper(shape.xref) ? [0, 1] : [unitOf(x, shape.x0), unitOf(x, shape.x1)],
    plot.width
  );
  const [low, high] = cellsBetween(
    isPaper(shape.yref) ? [0, 1] : [unitOf(y, shape.y0), unitOf(y, shape.y1)],
    plot.height
  );
  for (let r = low; r <= high; r++)
    for (let c = left; c <= right; c++)
      canvas.grid.bg[(plot.top + plot.height - 1 - r) * canvas.grid.width + plot.left + c] = tint;
}

function isPaper(ref: string | undefined): boolean {
  return ref === 'paper' || (ref?.includes('domain') ?? false);
}

function cellsBetween(units: readonly [number, number], count: number): [number, number] {
  const a = Math.min(...units);
  const b = Math.max(...units);
  if (!(b >= 0 && a <= 1)) return [0, -1];
  return [Math.max(0, slotOf(a, count)), Math.min(count - 1, slotOf(b, count))];
}

function drawRule(canvas: Canvas, subplot: Subplot, shape: Shape): void {
  const { plot } = subplot;
  const color =
    canvas.palette.depth === 'none'
      ? DEFAULT_COLOR
      : canvas.palette.line(shape.line?.color ?? '#808080', 0.8);
  const ascii = canvas.marks === 'ascii';
  const free = (column: number, row: number) =>
    canvas.grid.chars[row * canvas.grid.width + column] === SPACE;
  if (shape.y0 === shape.y1) {
    const row = gridRowOf(subplot, shape.y0);
    if (row < 0) return;
    const glyph = (
      ascii ? '-' : shape.line?.dash && shape.line.dash !== 'solid' ? '┄' : '─'
    ).codePointAt(0)!;
    const [from, to] = cellsBetween(
      isPaper(shape.xref) ? [0, 1] : [unitOf(subplot.x, shape.x0), unitOf(subplot.x, shape.x1)],
      plot.width
    );
    for (let c = from; c <= to; c++)
      if (
        (!ascii || c % 2 === 0) &&
        (free(plot.left + c, row) || canvas.palette.tint('#888', 0.2) === DEFAULT_COLOR)
      )
        putCell(canvas.grid, plot.left + c, row, glyph, color);
  } else if (shape.x0 === shape.x1) {
    const column = columnOf(subplot, shape.x0);
    if (column < 0) return;
    const glyph = (ascii ? ':' : '┆').codePointAt(0)!;
    for (let row = plot.top; row < plot.top + plot.height; row++)
      if (free(column, row)) putCell(canvas.grid, column, row, glyph, color);
  }
}

/** Fills between a `tonexty` trace and the one before it, or down to zero: a tint, or ▒ where colours are few. */
function drawBands(canvas: Canvas, subplot: Subplot): void {
  let before: ScatterTrace | null = null;
  for (const { trace, index } of subplot.traces) {
    if (trace.type !== 'scatter') continue;
    const css = trace.fillcolor ?? canvas.styles[index]!.css;
    if (trace.fill === 'tonexty' && before) fillBetween(canvas, subplot, before, trace, css);
    if (trace.fill === 'tozeroy') fillBetween(canvas, subplot, null, trace, css);
    before = trace;
  }
}

function fillBetween(
  canvas: Canvas,
  subplot: Subplot,
  lower: ScatterTrace | null,
  upper: ScatterTrace,
  css: string
): void {
  const { plot } = subplot;
  const a = lower ? cellRows(subplot, lower) : null;
  const b = cellRows(subplot, upper);
  if (!b || (lower && !a)) return;
  const zero = Math.min(1, Math.max(0, unitOf(subplot.y, 0) || 0)) * plot.height * 2;
  const tint = canvas.palette.tint(css, (parseColor(css)?.alpha ?? 1) < 1 ? 1.6 : 0.25);
  const ink = canvas.palette.depth === '16' ? canvas.palette.line(css) : DEFAULT_COLOR;
  const shade = (canvas.marks === 'ascii' ? ':' : '░').codePointAt(0)!;
  for (let column = 0; column < plot.width; column++) {
    const from = a ? a[column]! : zero;
    const to = b[column]!;
    if (Number.isNaN(from) || Number.isNaN(to)) continue;
    // half cells from the bottom
    const low = Math.max(0, Math.round(Math.min(from, to)));
    const high = Math.min(plot.height * 2, Math.round(Math.max(from, to)));
    for (let level = Math.floor(low / 2); level * 2 < high; level++) {
      const row = plot.top + plot.height - 1 - level;
      const at = row * canvas.grid.width + plot.left + column;
      const bottomHalf = low <= level * 2;
      const topHalf = high >= level * 2 + 2;
      if (tint === DEFAULT_COLOR) putCell(canvas.grid, plot.left + column, row, shade, ink);
      else if ((bottomHalf && topHalf) || canvas.marks === 'ascii') canvas.grid.bg[at] = tint;
      else if (canvas.grid.chars[at] === SPACE)
        putCell(canvas.grid, plot.left + column, row, bottomHalf ? LOWER : UPPER, tint);
    }
  }
}

/** The height of a line above the plot's bottom in every cell column, in half cells; NaN where it is absent. */
function cellRows(subplot: Subplot, trace: ScatterTrace): Float64Array | null {
  const x = coordinates(trace, 'x', subplot.x.categories);
  const y = coordinates(trace, 'y', subplot.y.categories);
  if (!isSorted(x) || !(subplot.x.low < subplot.x.high)) return null;
  const { width, height } = subplot.plot;
  const spans = columnSpans(x, y, width, subplot.x, subplot.y.kind === 'log');
  const rows = new Float64Array(width).fill(Number.NaN);
  let last = -1;
  for (let column = 0; column < width; column++) {
    const value = (spans.low[column]! + spans.high[column]!) / 2;
    if (Number.isNaN(value)) {
      if (spans.gaps[column]) last = -1;
      continue;
    }
    rows[column] = unitOf(subplot.y, value) * height * 2;
    if (last >= 0)
      for (let c = last + 1; c < column; c++)
        rows[c] = rows[last]! + ((rows[column]! - rows[last]!) * (c - last)) / (column - last);
    last = column;
  }
  return rows;
}
