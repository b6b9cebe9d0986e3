import { DEFAULT_COLOR, putCell } from '../../cells/cells.ts';
import { parseColor } from '../../cells/color.ts';
import type { ScatterTrace, Shape } from '../../figure/figure.ts';
import type { Subplot } from '../plan/plan.ts';
import { coordinates, unitOf } from '../plan/scale.ts';
import { isSorted } from '../plan/series.ts';
import { type Canvas, slotsBetween } from './canvas.ts';
import { columnSpans } from './trace-dots.ts';

const SPACE = 32;
const UPPER = 0x2580;
const LOWER = 0x2584;

/** Draws what lies under the data: windows as tinted cells, and bands between two lines. */
export function drawBelow(canvas: Canvas, subplot: Subplot): void {
  for (const shape of subplot.shapes) if (shape.type === 'rect') drawWindow(canvas, subplot, shape);
  drawBands(canvas, subplot);
}

function drawWindow(canvas: Canvas, subplot: Subplot, shape: Shape): void {
  const { plot, x, y } = subplot;
  const tint = canvas.palette.tint(shape.fillcolor ?? '#888888', shape.opacity ?? 1);
  if (tint === DEFAULT_COLOR) return;
  const [left, right] = slotsBetween(x, shape.xref, shape.x0, shape.x1, plot.width);
  const [low, high] = slotsBetween(y, shape.yref, shape.y0, shape.y1, plot.height);
  for (let r = low; r <= high; r++)
    for (let c = left; c <= right; c++)
      canvas.grid.bg[(plot.top + plot.height - 1 - r) * canvas.grid.width + plot.left + c] = tint;
}

/**
 * Fills between a `tonexty` trace and the one before it, or down to zero: a tint, or ▒ where
 * colours are few.
 */
function drawBands(canvas: Canvas, subplot: Subplot): void {
  for (const { lower, upper, css } of bandsOf(canvas, subplot))
    fillBetween(canvas, subplot, lower, upper, css);
}

/** What is filled: from one line, or from zero, to another. */
export interface Band {
  readonly lower: ScatterTrace | null;
  readonly upper: ScatterTrace;
  readonly css: string;
}

/** Returns the bands of a subplot. */
export function bandsOf(canvas: Canvas, subplot: Subplot): readonly Band[] {
  let before: ScatterTrace | null = null;
  const bands: Band[] = [];
  for (const { trace, index } of subplot.traces) {
    if (trace.type !== 'scatter') continue;
    const css = trace.fillcolor ?? canvas.styles[index].css;
    if (trace.fill === 'tonexty' && before) bands.push({ lower: before, upper: trace, css });
    if (trace.fill === 'tozeroy') bands.push({ lower: null, upper: trace, css });
    before = trace;
  }
  return bands;
}

/** Returns the colour of a band. */
export function bandTint({ palette }: Canvas, css: string): number {
  return palette.tint(css, (parseColor(css)?.alpha ?? 1) < 1 ? 1.6 : 0.25);
}

function fillBetween(
  canvas: Canvas,
  subplot: Subplot,
  lower: ScatterTrace | null,
  upper: ScatterTrace,
  css: string
): void {
  const { plot } = subplot;
  // half cells from the bottom
  const [a, b] = bandEdges(subplot, { lower, upper }, plot.width, plot.height * 2);
  if (!a || !b) return;
  const tint = bandTint(canvas, css);
  const ink = canvas.palette.depth === '16' ? canvas.palette.line(css) : DEFAULT_COLOR;
  const shade = (canvas.marks === 'ascii' ? ':' : '░').codePointAt(0)!;
  for (let column = 0; column < plot.width; column++) {
    const [from, to] = [a[column], b[column]];
    if (Number.isNaN(from) || Number.isNaN(to)) continue;
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

/**
 * Returns the heights of a band's two edges above the plot's bottom in every one of `width`
 * columns, in steps of which the plot has `height`; NaN where an edge is absent, null where a line
 * goes back.
 */
export function bandEdges(
  subplot: Subplot,
  { lower, upper }: Pick<Band, 'lower' | 'upper'>,
  width: number,
  height: number
): readonly [Float64Array | null, Float64Array | null] {
  const zero = Math.min(1, Math.max(0, unitOf(subplot.y, 0) || 0)) * height;
  return [
    lower ? lineHeights(subplot, lower, width, height) : new Float64Array(width).fill(zero),
    lineHeights(subplot, upper, width, height)
  ];
}

function lineHeights(
  subplot: Subplot,
  trace: ScatterTrace,
  width: number,
  height: number
): Float64Array | null {
  const x = coordinates(trace, 'x', subplot.x.categories);
  const y = coordinates(trace, 'y', subplot.y.categories);
  if (!isSorted(x) || !(subplot.x.low < subplot.x.high)) return null;
  const spans = columnSpans(x, y, width, subplot.x, subplot.y.kind === 'log');
  const rows = new Float64Array(width).fill(Number.NaN);
  let last = -1;
  for (let column = 0; column < width; column++) {
    const value = (spans.low[column] + spans.high[column]) / 2;
    if (Number.isNaN(value)) {
      if (spans.gaps[column]) last = -1;
      continue;
    }
    rows[column] = unitOf(subplot.y, value) * height;
    if (last >= 0)
      for (let c = last + 1; c < column; c++)
        rows[c] = rows[last] + ((rows[column] - rows[last]) * (c - last)) / (column - last);
    last = column;
  }
  return rows;
}
