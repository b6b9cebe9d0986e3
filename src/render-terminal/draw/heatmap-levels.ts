import type { HeatmapTrace } from '../../figure/figure.ts';
import { isStepped, stepCount } from '../color/color-scale.ts';
import { type PixelBins, pixelBins } from '../plan/heatmap-cells.ts';
import type { Subplot } from '../plan/plan.ts';
import { floats, matrixExtent, remembered } from '../plan/series.ts';

/** The level of a pixel behind which all values are NaN. */
export const NO_VALUE = -1;
/** The level of a pixel behind which a value is infinite. */
export const INFINITE = -2;
/** The level of a pixel that no cell of the matrix reaches. */
export const OUTSIDE = -3;

/**
 * The colour level (0 to `count`-1, or one of the above) of every pixel, row by row from the top.
 */
export interface Levels {
  readonly width: number;
  readonly height: number;
  readonly count: number;
  readonly at: Int16Array;
  /** How a pixel stands for the matrix cells behind it. */
  readonly method: 'cell' | 'mean' | 'max' | 'middle';
  /** Matrix cells per pixel at most, across and down. */
  readonly across: number;
  readonly down: number;
}

/**
 * Returns the range of a heat map's colours: zmin and zmax, symmetric about zmid where only that is
 * given, else the values'.
 */
export function colorRange(trace: HeatmapTrace): readonly [number, number] {
  const { low, high } = matrixExtent(trace.z);
  const { zmin, zmax, zmid } = trace;
  if (zmin !== undefined && zmax !== undefined && zmin < zmax) return [zmin, zmax];
  if (zmid !== undefined) {
    const reach = Math.max(Math.abs(high - zmid), Math.abs(low - zmid)) || 1;
    return [zmid - reach, zmid + reach];
  }
  const from = zmin ?? low;
  const to = zmax ?? high;
  if (!(from < to)) return Number.isFinite(from) ? [from - 0.5, from + 0.5] : [0, 1];
  return [from, to];
}

/** Returns whether a heat map shows signed values about a middle of 0. */
export function isDiverging(trace: HeatmapTrace): boolean {
  const [low, high] = colorRange(trace);
  return trace.zmid === 0 || (low < 0 && Math.abs(low + high) < 1e-9 * (high - low));
}

/**
 * Returns how many colours a heat map has where `wanted` are to be had: those of a stepped scale,
 * an odd number on a diverging one, so that 0 has the colour in its middle.
 */
export function levelCount(trace: HeatmapTrace, wanted: number): number {
  if (isStepped(trace.colorscale)) return Math.max(1, stepCount(trace.colorscale!));
  return Math.max(2, wanted) | Number(isDiverging(trace));
}

/**
 * Returns the levels of `width` × `height` pixels. A pixel behind which several matrix cells lie
 * takes their greatest value where the scale is sequential, so that a lone bright cell is not lost;
 * their mean where it is diverging, so that neither sign wins, or where the trace asks for it; the
 * middle cell of categories (a stepped scale).
 */
export function heatmapLevels(
  trace: HeatmapTrace,
  subplot: Subplot,
  width: number,
  height: number,
  levels: number
): Levels {
  const [low, high] = colorRange(trace);
  const { x, y } = subplot;
  const place = `${x.low} ${x.high} ${y.low} ${y.high} ${x.kind} ${y.kind}`;
  const pooled = trace.meta?.pooled ?? '';
  const key = `levels ${width} ${height} ${levels} ${low} ${high} ${place} ${pooled}`;
  return remembered(trace.z, key, () =>
    fill(trace, mapBins(trace, subplot, width, height), levels)
  );
}

/** Which cells of a matrix each column and row of pixels shows, and how several become one. */
export interface MapBins extends Pick<Levels, 'method' | 'across' | 'down'> {
  readonly columns: PixelBins;
  readonly rows: PixelBins;
}

/** Returns which cells of a matrix `width` × `height` pixels show. */
export function mapBins(
  trace: HeatmapTrace,
  { x, y }: Subplot,
  width: number,
  height: number
): MapBins {
  const columns = pixelBins(trace, 'x', x, width);
  const rows = pixelBins(trace, 'y', y, height);
  const across = widest(columns);
  const down = widest(rows);
  const pooled = isStepped(trace.colorscale)
    ? 'middle'
    : (trace.meta?.pooled ?? (isDiverging(trace) ? 'mean' : 'max'));
  return { columns, rows, across, down, method: across > 1 || down > 1 ? pooled : 'cell' };
}

/** Returns the level of a value (or NO_VALUE, INFINITE) of `count` between `low` and `high`. */
export function levelOf(value: number, low: number, high: number, count: number): number {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? NO_VALUE : INFINITE;
  const level = Math.floor((value - low) * (count / (high - low)));
  return level < 0 ? 0 : level >= count ? count - 1 : level;
}

function fill(trace: HeatmapTrace, bins: MapBins, wanted: number): Levels {
  const { columns, rows, method, across, down } = bins;
  const [low, high] = colorRange(trace);
  const count = levelCount(trace, wanted);
  const width = columns.from.length;
  const height = rows.from.length;
  const at = new Int16Array(width * height);
  for (let py = 0; py < height; py++) {
    const r0 = rows.from[py];
    const r1 = rows.to[py];
    const line = (height - 1 - py) * width; // pixel rows count from the bottom, as the axis does
    // pixels that show the same cells as the one before
    if (py > 0 && r0 === rows.from[py - 1] && r1 === rows.to[py - 1]) {
      at.copyWithin(line, line + width, line + 2 * width);
      continue;
    }
    for (let px = 0; px < width; px++) {
      const c0 = columns.from[px];
      const c1 = columns.to[px];
      if (px > 0 && c0 === columns.from[px - 1] && c1 === columns.to[px - 1]) {
        at[line + px] = at[line + px - 1];
        continue;
      }
      if (r1 <= r0 || c1 <= c0) {
        at[line + px] = OUTSIDE;
        continue;
      }
      const value =
        method === 'middle'
          ? floats(trace.z[(r0 + r1 - 1) >> 1])[(c0 + c1 - 1) >> 1]
          : method === 'max'
            ? maxOf(trace, r0, r1, c0, c1)
            : meanOf(trace, r0, r1, c0, c1);
      at[line + px] = levelOf(value, low, high, count);
    }
  }
  return { width, height, count, at, method, across, down };
}

/** The mean of the finite cells of a block: NaN without one, infinite if a cell is. */
function meanOf(trace: HeatmapTrace, r0: number, r1: number, c0: number, c1: number): number {
  if (r1 - r0 === 1 && c1 - c0 === 1) return floats(trace.z[r0])[c0] ?? Number.NaN;
  let sum = 0;
  let n = 0;
  for (let r = r0; r < r1; r++) {
    const row = floats(trace.z[r]);
    for (let c = c0; c < c1; c++) {
      const value = row[c];
      if (Number.isNaN(value)) continue;
      sum += value;
      n++;
    }
  }
  return n > 0 ? sum / n : Number.NaN;
}

/** The greatest cell of a block: NaN where all are, infinite if one is +Inf. */
function maxOf(trace: HeatmapTrace, r0: number, r1: number, c0: number, c1: number): number {
  let most = Number.NEGATIVE_INFINITY;
  let known = false;
  for (let r = r0; r < r1; r++) {
    const row = floats(trace.z[r]);
    for (let c = c0; c < c1; c++) {
      const value = row[c];
      if (Number.isNaN(value)) continue;
      known = true;
      if (value > most) most = value;
    }
  }
  return known ? most : Number.NaN;
}

function widest(bins: PixelBins): number {
  let most = 1;
  for (let i = 0; i < bins.from.length; i++) most = Math.max(most, bins.to[i] - bins.from[i]);
  return most;
}
