import type { Series } from '../../figure/figure.ts';
import { dataAt, type Scale, slotOf, unitOf } from '../plan/scale.ts';
import {
  type Floats,
  floats,
  identityOf,
  isSorted,
  lowerBound,
  remembered
} from '../plan/series.ts';
import { type Dots, drawSpan } from './dots.ts';

/** A dash pattern: dots drawn, then dots left out, repeated; null is a solid line. */
export type Dash = readonly number[] | null;

/** How a line is drawn. */
export interface LineStyle {
  readonly dash: Dash;
  /** Steps: the value holds until the next point. */
  readonly step: boolean;
  /** Draw over gaps. */
  readonly bridge: boolean;
}

/**
 * Draws a line through the points (x, y). Where x rises, the work per frame is one vertical span
 * per dot column, whatever the number of points: their least, greatest, first and last value in
 * each column are kept with the array.
 */
export function drawLine(
  dots: Dots,
  owner: number,
  x: Series,
  y: Series,
  scales: { readonly x: Scale; readonly y: Scale },
  style: LineStyle
): void {
  if (dots.width === 0 || dots.height === 0) return;
  if (isSorted(x) && scales.x.low < scales.x.high) drawRising(dots, owner, x, y, scales, style);
  else drawPath(dots, owner, floats(x), floats(y), scales, style);
}

/**
 * What the points of a rising series do in each dot column; all values in data units, NaN without a
 * point.
 */
export interface ColumnSpans {
  readonly first: Float64Array;
  readonly last: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** 1: a gap before the first point of the column; 2: one after its last. */
  readonly gaps: Uint8Array;
  /**
   * Bits of what cannot be drawn in the column: 1 NaN, 2 above (+Inf), 4 below (-Inf, or not
   * positive on a log axis).
   */
  readonly marks: Uint8Array;
  /**
   * The nearest finite points outside the range, to draw the line up to the edge: [dot column,
   * value], NaN without.
   */
  readonly before: readonly [number, number];
  readonly after: readonly [number, number];
}

/** Returns the spans of a series with rising x over `width` dot columns, kept with the array. */
export function columnSpans(
  x: Series,
  y: Series,
  width: number,
  xScale: Scale,
  positiveOnly: boolean
): ColumnSpans {
  const place = `${xScale.kind} ${xScale.low} ${xScale.high}`;
  const key = `spans ${width} ${place} ${positiveOnly} ${y.length} ${identityOf(x as object)}`;
  return remembered(y as object, key, () =>
    makeSpans(floats(x), floats(y), width, xScale, positiveOnly)
  );
}

function makeSpans(
  x: Floats,
  y: Floats,
  width: number,
  scale: Scale,
  positiveOnly: boolean
): ColumnSpans {
  const n = Math.min(x.length, y.length);
  const empty = () => new Float64Array(width).fill(Number.NaN);
  const [first, last, low, high] = [empty(), empty(), empty(), empty()];
  const gaps = new Uint8Array(width);
  const marks = new Uint8Array(width);
  const floor = positiveOnly ? 0 : Number.NEGATIVE_INFINITY;
  const position = (i: number) => slotOf(unitOf(scale, x[i]), width);
  let from = Math.min(n, lowerBound(x, dataAt(scale, 0)));
  const start = from;
  for (let column = 0; column < width; column++) {
    const to =
      column === width - 1
        ? upTo(x, dataAt(scale, 1), n)
        : Math.min(n, lowerBound(x, dataAt(scale, (column + 1) / width)));
    let least = Number.POSITIVE_INFINITY;
    let most = Number.NEGATIVE_INFINITY;
    for (let i = from; i < to; i++) {
      least = Math.min(least, y[i]); // NaN stays
      most = Math.max(most, y[i]);
    }
    const clean = to > from && least > floor && most < Number.POSITIVE_INFINITY;
    let head = clean ? from : -1;
    let tail = clean ? to - 1 : -1;
    let bad = 0;
    if (!clean) {
      least = Number.POSITIVE_INFINITY;
      most = Number.NEGATIVE_INFINITY;
    }
    for (let i = clean ? to : from; i < to; i++) {
      const value = y[i];
      if (value > floor && value < Number.POSITIVE_INFINITY) {
        least = Math.min(least, value);
        most = Math.max(most, value);
        if (head < 0) head = i;
        tail = i;
      } else bad |= Number.isNaN(value) ? 1 : value > 0 ? 2 : 4;
    }
    if (head >= 0) {
      first[column] = y[head];
      last[column] = y[tail];
      low[column] = least;
      high[column] = most;
      gaps[column] = (head > from ? 1 : 0) | (tail < to - 1 ? 2 : 0);
    } else if (to > from) gaps[column] = 3;
    marks[column] = bad;
    from = to;
  }
  const drawable = (i: number) =>
    i >= 0 && i < n && y[i] > floor && y[i] < Number.POSITIVE_INFINITY;
  const outside = (i: number): readonly [number, number] =>
    drawable(i) ? [position(i), y[i]] : [Number.NaN, Number.NaN];
  const [before, after] = [outside(start - 1), outside(from)];
  return { first, last, low, high, gaps, marks, before, after };
}

/** The number of values that are at most `value`. */
function upTo(x: Floats, value: number, n: number): number {
  // the last column holds its right edge, in spite of rounding
  let at = Math.min(n, lowerBound(x, value));
  const slack = Math.abs(value) * 1e-12;
  while (at < n && x[at] <= value + slack) at++;
  return at;
}

/** Returns the dot row of a value from the top, unclipped; NaN where it has none. */
export function rowOf(scale: Scale, value: number, height: number): number {
  return height - 1 - slotOf(unitOf(scale, value), height);
}

function drawRising(
  dots: Dots,
  owner: number,
  x: Series,
  y: Series,
  scales: { readonly x: Scale; readonly y: Scale },
  style: LineStyle
): void {
  const { width, height } = dots;
  const spans = columnSpans(x, y, width, scales.x, scales.y.kind === 'log');
  const row = (value: number) => rowOf(scales.y, value, height);
  let fromColumn = spans.before[0];
  let fromRow = row(spans.before[1]);
  let open = !Number.isNaN(fromColumn);
  for (let column = 0; column < width; column++) {
    const gaps = spans.gaps[column];
    if (Number.isNaN(spans.first[column])) {
      if (gaps && !style.bridge) open = false;
      continue;
    }
    const firstRow = row(spans.first[column]);
    if (open && (style.bridge || !(gaps & 1))) {
      if (style.step) drawStep(dots, owner, fromColumn, fromRow, column, firstRow, style.dash);
      else drawSegment(dots, owner, fromColumn, fromRow, column, firstRow, style.dash);
    }
    const top = row(spans.high[column]);
    const bottom = row(spans.low[column]);
    if (top !== bottom || inked(style.dash, column)) drawSpan(dots, owner, column, top, bottom);
    fromColumn = column;
    fromRow = row(spans.last[column]);
    open = style.bridge || !(gaps & 2);
  }
  const [at, value] = spans.after;
  if (open && !Number.isNaN(at) && at >= width)
    drawSegment(dots, owner, fromColumn, fromRow, at, row(value), style.dash);
}

function drawPath(
  dots: Dots,
  owner: number,
  x: Floats,
  y: Floats,
  scales: { readonly x: Scale; readonly y: Scale },
  style: LineStyle
): void {
  const { width, height } = dots;
  const n = Math.min(x.length, y.length);
  let open = false;
  let px = 0;
  let py = 0;
  for (let i = 0; i < n; i++) {
    const column = slotOf(unitOf(scales.x, x[i]), width);
    const row = rowOf(scales.y, y[i], height);
    if (Number.isNaN(column) || Number.isNaN(row)) {
      open &&= style.bridge;
      continue;
    }
    if (open && column === px && row === py) continue;
    if (!open) drawSpan(dots, owner, column, row, row);
    else if (style.step) drawStep(dots, owner, px, py, column, row, style.dash);
    else drawSegment(dots, owner, px, py, column, row, style.dash);
    px = column;
    py = row;
    open = true;
  }
}

function drawStep(
  dots: Dots,
  owner: number,
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  dash: Dash
): void {
  drawSegment(dots, owner, x0, y0, x1, y0, dash);
  drawSegment(dots, owner, x1, y0, x1, y1, null);
}

/**
 * Draws a straight line between two dots, one dot per column or, where it is steep, per row;
 * clipped to the field.
 */
function drawSegment(
  dots: Dots,
  owner: number,
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  dash: Dash
): void {
  if (x0 > x1) {
    drawSegment(dots, owner, x1, y1, x0, y0, dash);
    return;
  }
  const dx = x1 - x0;
  const dy = y1 - y0;
  if (!Number.isFinite(dx + dy)) return;
  const from = Math.max(0, x0);
  const to = Math.min(dots.width - 1, x1);
  if (dx === 0) {
    drawSpan(dots, owner, x0, y0, y1);
    return;
  }
  const slope = dy / dx;
  const flat = Math.abs(slope) <= 1;
  for (let column = from; column <= to; column++) {
    const middle = y0 + slope * (column - x0);
    // a steep line covers in each column the rows up to half a column away
    const reach = flat ? 0 : (Math.abs(slope) - 1) / 2;
    const a = Math.round(Math.max(Math.min(y0, y1), middle - reach));
    const b = Math.round(Math.min(Math.max(y0, y1), middle + reach));
    if (!inked(dash, column) && b - a < 3) continue;
    drawSpan(dots, owner, column, a, b);
  }
}

/** Returns whether a dash pattern draws the dot column. */
export function inked(dash: Dash, column: number): boolean {
  if (!dash) return true;
  let total = 0;
  for (const part of dash) total += part;
  let at = column % total;
  for (let i = 0; i < dash.length; i++) {
    at -= dash[i];
    if (at < 0) return i % 2 === 0;
  }
  return true;
}
