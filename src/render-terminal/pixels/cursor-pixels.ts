import { mapBins } from '../draw/heatmap-levels.ts';
import { coordinates } from '../plan/scale.ts';
import { nearestIndex } from '../plan/series.ts';
import type { Cursor } from '../plan/value-cursor.ts';
import { acrossOf, type Brush, downOf } from './brush.ts';
import { fillRect, type Pen } from './raster.ts';
import { drawUpright } from './shape-pixels.ts';
import { drawSymbol } from './symbols.ts';

/** Draws the value cursor: a line over the height of the plot, or a frame about a matrix cell. */
export function drawValueCursorPixels(brush: Brush, { x, y }: Cursor): void {
  const pen = brush.penOf(brush.canvas.palette.accent);
  if (y === undefined) drawUpright(brush, x, pen);
  else frameCell(brush, x, y, pen);
}

/** Marks where curves are at the value cursor. */
export function drawCursorPoints(brush: Brush, x: number): void {
  const { raster, canvas, subplot, penOf, scale } = brush;
  for (const { trace, index } of subplot.traces) {
    if (trace.type !== 'scatter') continue;
    const at = nearestIndex(coordinates(trace, 'x', subplot.x.categories), x);
    const value = coordinates(trace, 'y', subplot.y.categories)[at];
    if (value === undefined) continue;
    const mark = { symbol: 'circle', radius: 4 * scale, isHollow: false };
    const place = Math.min(raster.width - 1, acrossOf(brush, x));
    drawSymbol(raster, place, downOf(brush, value), mark, penOf(canvas.styles[index].color));
  }
}

function frameCell(brush: Brush, x: number, y: number, pen: Pen): void {
  const { raster, subplot, hair, canvas } = brush;
  const map = subplot.traces.find(({ trace }) => trace.type === 'heatmap')?.trace;
  if (map?.type !== 'heatmap') return;
  const { columns, rows } = mapBins(map, subplot, raster.width, raster.height);
  const across = coordinates(map, 'x', subplot.x.categories);
  const down = coordinates(map, 'y', subplot.y.categories);
  const [left, right] = pixelsOf(columns.from, columns.to, nearestIndex(across, x));
  const [low, high] = pixelsOf(rows.from, rows.to, nearestIndex(down, y));
  if (right <= left || high <= low) return;
  const [top, bottom] = [raster.height - high, raster.height - low];
  const edge = brush.penOf(canvas.palette.background === 'dark' ? 0x000000 : 0xffffff);
  for (const [out, color] of [
    [2 * hair, edge],
    [hair, pen]
  ] as const) {
    const [l, r, t, b] = [left - out, right + out, top - out, bottom + out];
    fillRect(raster, l, t, r, t + hair, color);
    fillRect(raster, l, b - hair, r, b, color);
    fillRect(raster, l, t, l + hair, b, color);
    fillRect(raster, r - hair, t, r, b, color);
  }
}

/** Pixels [from, to) that show an index. */
function pixelsOf(from: Int32Array, to: Int32Array, index: number): readonly [number, number] {
  let first = -1;
  let end = -1;
  for (let i = 0; i < from.length; i++)
    if (from[i] <= index && index < to[i]) {
      if (first < 0) first = i;
      end = i + 1;
    }
  return [first, end];
}
