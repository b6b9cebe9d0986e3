import type { Marks } from '../../cells/capability.ts';
import type { Rect } from '../../cells/cells.ts';
import type { HeatmapTrace, Series, Trace } from '../../figure/figure.ts';
import { coordinates, dataAt, type Scale } from './scale.ts';
import { floats, remembered } from './series.ts';

/**
 * Returns the plot rectangle within `room`: for a single evenly spaced heat map that fits, whole
 * pixels per matrix cell where that keeps three quarters of the room. The rectangle keeps the left
 * and top edges.
 */
export function heatmapRect(
  traces: readonly { readonly trace: Trace }[],
  x: Scale,
  y: Scale,
  room: Rect,
  marks: Marks
): Rect {
  const only = traces.length === 1 ? traces[0].trace : null;
  if (only?.type !== 'heatmap' || room.width < 1 || room.height < 1) return room;
  const perCell = marks === 'ascii' ? 1 : 2;
  const columns = Math.abs(x.high - x.low);
  const rows = Math.abs(y.high - y.low);
  let width = room.width;
  let height = room.height;
  const count = { x: matrixColumns(only), y: only.z.length };
  if (spanMatches(columns, count.x, only.x)) width = whole(width, count.x, 1);
  if (spanMatches(rows, count.y, only.y)) {
    height = whole(height * perCell, count.y, perCell) / perCell;
  }
  return { ...room, width: Math.min(width, room.width), height: Math.min(height, room.height) };
}

function matrixColumns(trace: HeatmapTrace): number {
  return trace.z[0]?.length ?? 0;
}

/**
 * Whole pixels per cell change a picture only where the axis shows exactly the matrix, one unit a
 * cell.
 */
function spanMatches(span: number, count: number, given: unknown): boolean {
  return count > 0 && (given === undefined || Math.abs(span - count) < 1e-6);
}

/**
 * The greatest multiple of `count` and `unit` that is at least three quarters of `pixels`, else
 * `pixels`.
 */
function whole(pixels: number, count: number, unit: number): number {
  for (let each = Math.floor(pixels / count); each * count >= pixels * 0.75; each--)
    if ((each * count) % unit === 0) return each * count;
  return pixels;
}

/**
 * For every pixel along one side of the plot the matrix rows (or columns) that it shows: [from,
 * to).
 */
export interface PixelBins {
  readonly from: Int32Array;
  readonly to: Int32Array;
}

/**
 * Returns the matrix indices behind each of `pixels` pixels, in order of the axis (left to right,
 * bottom to top): all cells whose centre lies in the pixel, else the one whose edges hold the
 * pixel's centre; none outside the matrix.
 */
export function pixelBins(
  trace: HeatmapTrace,
  side: 'x' | 'y',
  scale: Scale,
  pixels: number
): PixelBins {
  const centres = coordinates(trace, side, scale.categories);
  const key = `bins ${side} ${scale.kind} ${scale.low} ${scale.high} ${pixels}`;
  return remembered(centres as object, key, () => makeBins(centres, scale, pixels));
}

function makeBins(series: Series, scale: Scale, pixels: number): PixelBins {
  const centres = floats(series);
  const n = centres.length;
  const edges = edgesOf(centres);
  const rising = n < 2 || centres[n - 1] >= centres[0];
  const from = new Int32Array(pixels);
  const to = new Int32Array(pixels);
  for (let pixel = 0; pixel < pixels; pixel++) {
    const a = dataAt(scale, pixel / pixels);
    const b = dataAt(scale, (pixel + 1) / pixels);
    const middle = dataAt(scale, (pixel + 0.5) / pixels);
    const first = search(centres, Math.min(a, b), rising);
    const last = search(centres, Math.max(a, b), rising);
    from[pixel] = Math.min(first, last);
    to[pixel] = Math.max(first, last);
    if (from[pixel] !== to[pixel]) continue;
    const at = search(edges, middle, rising) - 1;
    from[pixel] = at;
    to[pixel] = at >= 0 && at < n ? at + 1 : at;
  }
  return { from, to };
}

/** Returns the n+1 edges of n cells: the middles between centres, the outer ones as far out. */
function edgesOf(centres: ArrayLike<number>): Float64Array {
  const n = centres.length;
  const edges = new Float64Array(n + 1);
  for (let i = 1; i < n; i++) edges[i] = (centres[i - 1] + centres[i]) / 2;
  const first = n > 1 ? (centres[1] - centres[0]) / 2 : 0.5;
  const last = n > 1 ? (centres[n - 1] - centres[n - 2]) / 2 : 0.5;
  edges[0] = (centres[0] ?? 0) - first;
  edges[n] = (centres[n - 1] ?? 0) + last;
  return edges;
}

/** The number of values before `value` in a rising or falling list. */
function search(values: ArrayLike<number>, value: number, rising: boolean): number {
  let from = 0;
  let to = values.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (rising ? values[middle] < value : values[middle] > value) from = middle + 1;
    else to = middle;
  }
  return from;
}
