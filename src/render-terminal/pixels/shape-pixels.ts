import type { Shape } from '../../figure/figure.ts';
import { unitsBetween } from '../draw/canvas.ts';
import { bandEdges, bandsOf, bandTint } from '../draw/draw-bands.ts';
import { barsOf, longestBars } from '../draw/draw-bars.ts';
import { isDashed, ruleColor } from '../draw/draw-rules.ts';
import type { Scale } from '../plan/scale.ts';
import { acrossOf, type Brush, downOf } from './brush.ts';
import { fillRect, type Pen } from './raster.ts';
import { drawSymbol } from './symbols.ts';

/** Draws what lies under the data: windows, and bands between two lines. */
export function drawAreas(brush: Brush): void {
  const { raster, canvas, subplot, penOf } = brush;
  const { width, height } = raster;
  for (const shape of subplot.shapes) {
    if (shape.type !== 'rect') continue;
    const tint = canvas.palette.tint(shape.fillcolor ?? '#888888', shape.opacity ?? 1);
    const [left, right] = spanOf(subplot.x, shape.xref, shape.x0, shape.x1, width);
    const [low, high] = spanOf(subplot.y, shape.yref, shape.y0, shape.y1, height);
    fillRect(raster, left, height - high, right, height - low, penOf(tint));
  }
  for (const band of bandsOf(canvas, subplot)) {
    const [lower, upper] = bandEdges(subplot, band, width, height);
    if (!lower || !upper) continue;
    const pen = penOf(bandTint(canvas, band.css));
    for (let column = 0; column < width; column++) {
      const [from, to] = [lower[column], upper[column]];
      if (Number.isNaN(from) || Number.isNaN(to)) continue;
      const [low, high] = [Math.round(Math.min(from, to)), Math.round(Math.max(from, to))];
      fillRect(raster, column, height - high, column + 1, height - low, pen);
    }
  }
}

/** Draws a subplot's bars; of several in one column the longest is shown. */
export function drawBarPixels(brush: Brush): void {
  const { raster, canvas, subplot, penOf, scale } = brush;
  const { width, height } = raster;
  const bars = barsOf(canvas, subplot, width, height);
  longestBars(bars, width).forEach((bar, column) => {
    if (!bar) return;
    // bars that touch are told apart where they are broad
    const isEdge = column === bar.to - 1 && bar.to - bar.from >= 5;
    for (const { from, to, color } of isEdge ? [] : bar.parts)
      fillRect(raster, column, height - to, column + 1, height - from, penOf(color));
  });
  const radius = 4 * scale;
  for (const { from, to, missing } of bars)
    if (missing) {
      const pen = penOf(canvas.palette.warn);
      const place = (from + to) / 2;
      const mark = { symbol: 'x', radius, isHollow: false };
      drawSymbol(raster, place, height - radius - 2, mark, pen);
    }
}

/** Draws threshold and event lines: over bars and heat maps, under curves. */
export function drawRulePixels(brush: Brush): void {
  const { canvas, subplot } = brush;
  for (const shape of subplot.shapes) {
    if (shape.type !== 'line' || shape.name === 'cursor') continue;
    drawStraight(brush, shape, brush.penOf(ruleColor(canvas.palette, shape), isOnMap(brush)));
  }
}

/** Draws the epoch cursor over the height of the plot. */
export function drawCursorPixels(brush: Brush): void {
  for (const shape of brush.subplot.shapes)
    if (shape.name === 'cursor' && shape.x0 === shape.x1)
      drawUpright(brush, shape.x0, brush.penOf(brush.canvas.palette.cursor, isOnMap(brush)));
}

/** Draws a line over the height of the plot at an x value. */
export function drawUpright(brush: Brush, x: number, pen: Pen): void {
  const column = pixelOf(acrossOf(brush, x), brush.raster.width);
  if (column >= 0) fillRect(brush.raster, column, 0, column + brush.hair, brush.raster.height, pen);
}

function isOnMap({ subplot }: Brush): boolean {
  return subplot.traces.some(({ trace }) => trace.type === 'heatmap');
}

function drawStraight(brush: Brush, shape: Shape, pen: Pen): void {
  const { raster, subplot, hair, scale } = brush;
  const { width, height } = raster;
  const period = isDashed(shape) ? Math.max(4, Math.round(8 * scale)) : 0;
  const dashes = (from: number, to: number, draw: (from: number, to: number) => void) => {
    if (period === 0) draw(from, to);
    else
      for (let at = from - (from % period); at < to; at += period)
        draw(Math.max(from, at), Math.min(to, at + (period >> 1)));
  };
  if (shape.y0 === shape.y1) {
    const row = pixelOf(downOf(brush, shape.y0), height);
    const [from, to] = spanOf(subplot.x, shape.xref, shape.x0, shape.x1, width);
    if (row >= 0) dashes(from, to, (a, b) => fillRect(raster, a, row, b, row + hair, pen));
  } else if (shape.x0 === shape.x1) {
    const column = pixelOf(acrossOf(brush, shape.x0), width);
    const [low, high] = spanOf(subplot.y, shape.yref, shape.y0, shape.y1, height);
    if (column >= 0)
      dashes(height - high, height - low, (a, b) =>
        fillRect(raster, column, a, column + hair, b, pen)
      );
  }
}

/** The pixel of a place; both ends belong to the plot, -1 beyond. */
function pixelOf(place: number, count: number): number {
  if (!(place >= -1e-6 && place <= count + 1e-6)) return -1;
  return Math.max(0, Math.min(count - 1, Math.floor(place)));
}

/** Pixels [from, to) between two places of a shape; all where it refers to the paper. */
function spanOf(
  scale: Scale,
  ref: string | undefined,
  from: number,
  to: number,
  count: number
): readonly [number, number] {
  const [a, b] = unitsBetween(scale, ref, from, to);
  if (!(b >= 0 && a <= 1)) return [0, 0];
  return [Math.max(0, Math.round(a * count)), Math.min(count, Math.round(b * count))];
}
