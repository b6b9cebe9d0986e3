import { nearestIndex } from '../../array/statistics/nearest.ts';
import type { Cursor, CursorStops, Subject } from '../../render-terminal/index.ts';

/** The least part of a figure that is shown. */
const leastShare = 1e-6;

type Range = readonly [number, number];

/**
 * One pair of axes of the maximised figure as it is on the screen. Ranges are in powers of ten on a
 * log axis, as in Plotly; the second value is at the right or upper edge.
 */
export interface PlotArea {
  /** The subplot's name: `xy`, `x2y2`. */
  readonly axes: string;
  /** Size of the plot in cells, and its first column and row in the panel's hole. */
  readonly columns: number;
  readonly rows: number;
  readonly left: number;
  readonly top: number;
  readonly x: Range;
  readonly y: Range;
  /** The ranges without zoom. */
  readonly whole: { readonly x: Range; readonly y: Range };
  readonly isLog: { readonly x: boolean; readonly y: boolean };
  /** Where the value cursor can stand. */
  readonly stops: CursorStops;
  /** True for a matrix, which zooms in both directions; curves zoom in x and keep y fitted. */
  readonly isMatrix: boolean;
  /** True where x is over epochs: it counts them, or the columns of `columnEpochs`. */
  readonly isOverEpochs: boolean;
  /** The epoch of each column of a matrix with one for each checkpoint; else null. */
  readonly columnEpochs: readonly number[] | null;
  /** Where the shared epoch or neuron is in it; null where it shows neither. */
  readonly home: Cursor | null;
  /** What is under the value cursor, where that is in it. */
  readonly subject: Subject | null;
  /** How many entries the figure's legend has. */
  readonly entries?: number;
}

/**
 * The part of the axes that is shown. For curves it holds for all x axes of the figure, and y is
 * null: fitted.
 */
export interface Window {
  readonly axes: string;
  readonly x: Range;
  readonly y: Range | null;
}

/** Returns the area that the cursor is in, else the first; null where the figure has none. */
export function areaOf(areas: readonly PlotArea[], cursor: Cursor | null): PlotArea | null {
  return areas.find(({ axes }) => axes === (cursor?.axes ?? 'xy')) ?? areas[0] ?? null;
}

/**
 * Returns the cursor moved by cells right (`columns`) and down (`rows`): to the stop nearest to
 * that cell, or the next stop where a cell is less than a step. From the upper or lower edge a step
 * leads to the area above or below.
 */
export function movedCursor(
  areas: readonly PlotArea[],
  cursor: Cursor,
  columns: number,
  rows: number
): Cursor {
  const area = areaOf(areas, cursor);
  if (!area || area.stops.x.length === 0) return cursor;
  const { stops, isMatrix } = area;
  const cell = (range: Range, count: number) => (range[1] - range[0]) / Math.max(1, count);
  const x = stepped(stops.x, cursor.x, columns, cell(area.x, area.columns), area.isLog.x);
  if (!isMatrix || !stops.y) {
    return rows === 0
      ? { axes: area.axes, x }
      : (inNext(areas, area, { ...cursor, x }, rows) ?? { axes: area.axes, x });
  }
  const from = cursor.y ?? stops.y[0] ?? 0;
  const y = stepped(stops.y, from, -rows, cell(area.y, area.rows), area.isLog.y);
  if (rows !== 0 && y === from)
    return inNext(areas, area, cursor, rows) ?? { axes: area.axes, x, y };
  return { axes: area.axes, x, y };
}

function inNext(
  areas: readonly PlotArea[],
  from: PlotArea,
  cursor: Cursor,
  rows: number
): Cursor | null {
  const next = areas
    .filter(({ top, stops }) => (top - from.top) * rows > 0 && stops.x.length > 0)
    .sort((a, b) => Math.abs(a.top - from.top) - Math.abs(b.top - from.top))[0];
  if (!next) return null;
  const x = nearest(next.stops.x, cursor.x);
  const { y } = next.stops;
  return y && next.isMatrix
    ? { axes: next.axes, x, y: nearest(y, rows > 0 ? next.y[1] : next.y[0]) }
    : { axes: next.axes, x };
}

/**
 * The stop that a number of cells away from `from`; `cell` is a cell's length in axis units, of
 * either sign.
 */
function stepped(
  stops: ArrayLike<number>,
  from: number,
  cells: number,
  cell: number,
  isLog: boolean
): number {
  if (cells === 0 || stops.length === 0) return from;
  const here = nearestIndex(stops, from);
  const unit = isLog ? Math.log10(stops[here]) : stops[here];
  const goal = unit + cells * cell;
  const there = nearestIndex(stops, isLog ? 10 ** goal : goal);
  const least = here + Math.sign(cells * cell);
  const index = (there - here) * Math.sign(cells * cell) > 0 ? there : least;
  return stops[Math.min(stops.length - 1, Math.max(0, index))];
}

function nearest(stops: ArrayLike<number>, value: number): number {
  return stops[nearestIndex(stops, value)] ?? value;
}

/**
 * Returns the window after zooming by a factor (0.5 shows half) about the cursor, or the middle;
 * null where that is the whole figure again. It never shows more than the figure, nor less than
 * 1e-6 of it.
 */
export function zoomed(area: PlotArea, cursor: Cursor | null, factor: number): Window | null {
  const x = scaled(area.x, area.whole.x, cursor?.x, area.isLog.x, factor);
  return windowOf(
    area,
    x,
    area.isMatrix ? scaled(area.y, area.whole.y, cursor?.y, area.isLog.y, factor) : null
  );
}

/**
 * Returns the window moved right and down by shares of what is shown, kept inside the figure; null
 * where nothing is cut off.
 */
export function panned(area: PlotArea, columns: number, rows: number): Window | null {
  const x = shifted(area.x, area.whole.x, columns);
  return windowOf(area, x, area.isMatrix ? shifted(area.y, area.whole.y, -rows) : null);
}

/** A cell of the panel's hole, 0-based. */
export interface Place {
  readonly column: number;
  readonly row: number;
}

/** Returns the area that a cell of the hole is in; null beside all of them. */
export function areaAt(areas: readonly PlotArea[], { column, row }: Place): PlotArea | null {
  const isIn = (at: number, from: number, count: number) => at >= from && at < from + count;
  return (
    areas.find(
      ({ left, top, columns, rows }) => isIn(column, left, columns) && isIn(row, top, rows)
    ) ?? null
  );
}

/** Returns the cursor at the stop nearest to a cell of the area; null where it has no stops. */
export function cursorAt(area: PlotArea, { column, row }: Place): Cursor | null {
  const { axes, stops, isMatrix, isLog } = area;
  if (stops.x.length === 0) return null;
  const unit = (at: number, log: boolean) => (log ? 10 ** at : at);
  const x = nearest(stops.x, unit(acrossAt(area, column + 0.5), isLog.x));
  return isMatrix && stops.y
    ? { axes, x, y: nearest(stops.y, unit(upAt(area, row + 0.5), isLog.y)) }
    : { axes, x };
}

/**
 * Returns the window that a drag between two cells encloses, cut at the edges of the area: of
 * curves their part of x, of a matrix a rectangle; null where both are one cell, or where that is
 * less than 1e-6 of the figure.
 */
export function framed(area: PlotArea, from: Place, to: Place): Window | null {
  const inside = (at: number, first: number, count: number) =>
    Math.min(first + count - 1, Math.max(first, at));
  const columns = [from, to].map(({ column }) => inside(column, area.left, area.columns));
  const rows = [from, to].map(({ row }) => inside(row, area.top, area.rows));
  if (columns[0] === columns[1] && (!area.isMatrix || rows[0] === rows[1])) return null;
  const x: Range = [acrossAt(area, Math.min(...columns)), acrossAt(area, Math.max(...columns) + 1)];
  if (Math.abs(x[1] - x[0]) < leastShare * Math.abs(area.whole.x[1] - area.whole.x[0])) return null;
  if (!area.isMatrix) return { axes: area.axes, x, y: null };
  return {
    axes: area.axes,
    x,
    y: [upAt(area, Math.max(...rows) + 1), upAt(area, Math.min(...rows))]
  };
}

/** The value at so many columns of the hole, in powers of ten on a log axis. */
function acrossAt({ x, left, columns }: PlotArea, column: number): number {
  return x[0] + ((x[1] - x[0]) * (column - left)) / columns;
}

/** The value at so many rows of the hole, from above. */
function upAt({ y, top, rows }: PlotArea, row: number): number {
  return y[1] + ((y[0] - y[1]) * (row - top)) / rows;
}

function windowOf(area: PlotArea, x: Range, y: Range | null): Window | null {
  const isWhole = same(x, area.whole.x) && (y === null || same(y, area.whole.y));
  return isWhole ? null : { axes: area.axes, x, y };
}

function scaled(
  shown: Range,
  whole: Range,
  about: number | undefined,
  isLog: boolean,
  factor: number
): Range {
  const place =
    about === undefined
      ? Number.NaN
      : ((isLog ? Math.log10(about) : about) - shown[0]) / (shown[1] - shown[0]);
  const at = place >= 0 && place <= 1 ? place : 0.5;
  const full = whole[1] - whole[0];
  const wanted = Math.max(Math.abs(full) * leastShare, Math.abs((shown[1] - shown[0]) * factor));
  const size = Math.sign(full) * Math.min(Math.abs(full), wanted);
  const start = shown[0] + (shown[1] - shown[0] - size) * at;
  return inside([start, start + size], whole);
}

function shifted(shown: Range, whole: Range, share: number): Range {
  const by = (shown[1] - shown[0]) * share;
  return inside([shown[0] + by, shown[1] + by], whole);
}

function inside([start, end]: Range, whole: Range): Range {
  const under = Math.min(...whole) - Math.min(start, end);
  const over = Math.max(start, end) - Math.max(...whole);
  const by = under > 0 ? under : over > 0 ? -over : 0;
  return [start + by, end + by];
}

function same(range: Range, whole: Range): boolean {
  const tolerance = Math.abs(whole[1] - whole[0]) * 1e-9;
  return Math.abs(range[0] - whole[0]) <= tolerance && Math.abs(range[1] - whole[1]) <= tolerance;
}
