import type { HeatmapTrace } from '../../figure/figure.ts';
import { scaleLevels } from '../color/color-scale.ts';
import {
  colorRange,
  INFINITE,
  levelCount,
  levelOf,
  type MapBins,
  mapBins,
  NO_VALUE
} from '../draw/heatmap-levels.ts';
import { floats } from '../plan/series.ts';
import type { Brush } from './brush.ts';
import { fillRect, inkOf } from './raster.ts';

/** Rows of pixels a matrix cell needs for a mark in it. */
const MARKED = 6;

/** Draws a subplot's heat maps: each matrix cell in the exact colour of its level. */
export function drawMaps(brush: Brush): void {
  const { raster, subplot } = brush;
  for (const { trace } of subplot.traces) {
    if (trace.type !== 'heatmap' || trace.z.length === 0) continue;
    const bins = mapBins(trace, subplot, raster.width, raster.height);
    const inks = inksOf(brush, trace);
    if (bins.method === 'cell') drawCells(brush, trace, bins, inks);
    else drawPooled(brush, trace, bins, inks);
  }
}

/** The index of each level's colour, then of a value that is infinite and of one that is none. */
function inksOf({ raster, canvas, penOf }: Brush, trace: HeatmapTrace): Uint8Array {
  const count = levelCount(trace, canvas.levels);
  const rgb = scaleLevels(trace.colorscale, count);
  const infinite = inkOf(raster.inks, penOf(canvas.palette.warn).rgb, 255);
  return Uint8Array.from(
    [...rgb].map((color) => inkOf(raster.inks, color, 255)).concat(infinite, 0)
  );
}

function inkAt(inks: Uint8Array, level: number): number {
  return level >= 0 ? inks[level] : inks[inks.length - (level === INFINITE ? 2 : 1)];
}

/** A pixel shows one cell at most: rows of pixels of the same matrix row are copies. */
function drawCells(brush: Brush, trace: HeatmapTrace, bins: MapBins, inks: Uint8Array): void {
  const { width, height, at } = brush.raster;
  const [low, high] = colorRange(trace);
  const count = levelCount(trace, brush.canvas.levels);
  const { columns, rows } = bins;
  for (let py = 0, above = -1; py < height; py++) {
    const row = rows.from[height - 1 - py];
    const line = py * width;
    if (rows.to[height - 1 - py] <= row) {
      above = -1;
      continue;
    }
    if (row === above) {
      at.copyWithin(line, line - width, line);
      continue;
    }
    above = row;
    const values = floats(trace.z[row]);
    let last = -1;
    let shown = 0;
    for (let px = 0; px < width; px++) {
      const column = columns.from[px];
      if (columns.to[px] <= column) continue;
      if (column !== last) {
        last = column;
        shown = inkAt(inks, levelOf(values[column] ?? Number.NaN, low, high, count));
      }
      if (shown !== 0) at[line + px] = shown;
    }
  }
  markMissing(brush, trace, bins);
}

/** A dot in each cell without a value, where there is room. */
function markMissing(brush: Brush, trace: HeatmapTrace, { columns, rows }: MapBins): void {
  const { raster, canvas, penOf, hair } = brush;
  const [across, down] = [firstsOf(columns.from), firstsOf(rows.from)];
  if (raster.height < MARKED * down.length || trace.hoverongaps === false) return;
  const pen = penOf(canvas.palette.axis);
  for (const [row, y] of down)
    for (const [column, x] of across) {
      const value = trace.z[row]?.[column];
      if (value === undefined || levelOf(Number(value ?? Number.NaN), 0, 1, 2) !== NO_VALUE)
        continue;
      const top = raster.height - Math.round(y);
      fillRect(raster, Math.round(x), top, Math.round(x) + hair, top + hair, pen);
    }
}

/** Each index with the middle of the pixels that show it. */
function firstsOf(indices: Int32Array): (readonly [number, number])[] {
  const middles: (readonly [number, number])[] = [];
  for (let from = 0; from < indices.length; ) {
    let to = from;
    while (to < indices.length && indices[to] === indices[from]) to++;
    middles.push([indices[from], (from + to) / 2]);
    from = to;
  }
  return middles;
}

/**
 * Several matrix cells a pixel, as cells of characters show them; rows and columns of pixels that
 * show the same cells are copies.
 */
function drawPooled(brush: Brush, trace: HeatmapTrace, bins: MapBins, inks: Uint8Array): void {
  const { width, height, at } = brush.raster;
  const [low, high] = colorRange(trace);
  const count = levelCount(trace, brush.canvas.levels);
  const { columns, rows } = bins;
  const poolRow = poolingRow(trace, bins);
  let [from, to] = [-1, -1];
  for (let py = 0; py < height; py++) {
    const line = py * width;
    const row = height - 1 - py;
    if (rows.from[row] === from && rows.to[row] === to) {
      at.copyWithin(line, line - width, line);
      continue;
    }
    [from, to] = [rows.from[row], rows.to[row]];
    if (to <= from) continue;
    const values = poolRow(from, to);
    for (let px = 0; px < width; px++) {
      if (columns.to[px] <= columns.from[px]) continue;
      const shown = inkAt(inks, levelOf(values[px], low, high, count));
      if (shown !== 0) at[line + px] = shown;
    }
  }
}

/**
 * Returns what pools rows of a matrix into one value for each column of pixels: the mean or the
 * greatest of those that are numbers, NaN without one, or the cell in the middle.
 */
function poolingRow(
  trace: HeatmapTrace,
  { columns, method }: MapBins
): (from: number, to: number) => Float64Array {
  const width = columns.from.length;
  const values = new Float64Array(width);
  const counts = new Uint32Array(width);
  return (from, to) => {
    if (method === 'middle') {
      const cells = floats(trace.z[(from + to - 1) >> 1]);
      for (let px = 0; px < width; px++)
        values[px] = cells[(columns.from[px] + columns.to[px] - 1) >> 1] ?? Number.NaN;
      return values;
    }
    const isMost = method === 'max';
    values.fill(isMost ? Number.NEGATIVE_INFINITY : 0);
    counts.fill(0);
    for (let r = from; r < to; r++) {
      const cells = floats(trace.z[r]);
      for (let px = 0; px < width; px++)
        for (let c = columns.from[px]; c < columns.to[px]; c++) {
          const value = cells[c];
          if (Number.isNaN(value)) continue;
          counts[px]++;
          if (!isMost) values[px] += value;
          else if (value > values[px]) values[px] = value;
        }
    }
    for (let px = 0; px < width; px++) {
      if (counts[px] === 0) values[px] = Number.NaN;
      else if (!isMost) values[px] /= counts[px];
    }
    return values;
  };
}
