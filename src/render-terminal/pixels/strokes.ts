import { type Dash, inked } from '../draw/trace-dots.ts';
import { ink, type Pen, type Raster } from './raster.ts';

/** How a line is drawn. */
export interface Stroke {
  /** In pixels. */
  readonly width: number;
  /** Lengths in pixels, drawn and left out in turn. */
  readonly dash: Dash;
  /** 1 for columns of pixels that the line leaves to others. */
  readonly without?: Uint8Array | null;
}

/** A line through points in pixels, NaN where it is interrupted. */
export interface Polyline {
  readonly x: number[];
  readonly y: number[];
}

/** Draws a line with soft edges; `penOf` gives the pen of the part that begins at a point. */
export function strokeLine(
  raster: Raster,
  { x, y }: Polyline,
  stroke: Stroke,
  penOf: (i: number) => Pen
): void {
  let along = 0;
  for (let i = 0; i < x.length; i++) {
    if (Number.isNaN(x[i])) continue;
    const hasNext = i + 1 < x.length && !Number.isNaN(x[i + 1]);
    const hasBefore = i > 0 && !Number.isNaN(x[i - 1]);
    if (!hasBefore) along = 0;
    if (hasNext) {
      strokePart(raster, x[i], y[i], x[i + 1], y[i + 1], along, stroke, penOf(i));
      along += Math.hypot(x[i + 1] - x[i], y[i + 1] - y[i]);
    } else if (!hasBefore || inked(stroke.dash, along))
      // the part before leaves out the pixel that it ends in
      strokePart(
        raster,
        x[i] - 0.5,
        y[i],
        x[i] + 0.5,
        y[i],
        0,
        { ...stroke, dash: null },
        penOf(i)
      );
  }
}

/**
 * Draws a straight part of a line: for each column of pixels (or row, where it is steep) whose
 * middle it passes, as many pixels as it is thick, those at its edges in part. Its last pixel is
 * left to the next part.
 */
function strokePart(
  raster: Raster,
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  along: number,
  stroke: Stroke,
  pen: Pen
): void {
  const { width, height } = raster;
  const [dx, dy] = [x1 - x0, y1 - y0];
  if (!Number.isFinite(dx + dy)) return;
  const isFlat = Math.abs(dx) >= Math.abs(dy);
  const [main, cross] = isFlat ? [dx, dy] : [dy, dx];
  if (main === 0) return;
  const [start, side] = isFlat ? [x0, y0] : [y0, x0];
  const slope = cross / main;
  const reach = (stroke.width / 2) * Math.sqrt(1 + slope * slope);
  const step = Math.sqrt(1 + slope * slope);
  const limit = isFlat ? width : height;
  const breadth = isFlat ? height : width;
  const end = start + main;
  // middles of pixels in [start, end), or (end, start] where it runs backwards
  const first = main > 0 ? Math.ceil(start - 0.5) : Math.floor(end - 0.5) + 1;
  const last = main > 0 ? Math.ceil(end - 0.5) - 1 : Math.floor(start - 0.5);
  for (let at = Math.max(0, first); at <= Math.min(limit - 1, last); at++) {
    const away = at + 0.5 - start;
    if (!inked(stroke.dash, along + Math.abs(away) * step)) continue;
    const middle = side + slope * away;
    const [from, to] = [middle - reach, middle + reach];
    const lowest = Math.max(0, Math.floor(from));
    const highest = Math.min(breadth - 1, Math.ceil(to) - 1);
    for (let i = lowest; i <= highest; i++) {
      const covered = Math.min(i + 1, to) - Math.max(i, from);
      const quarters = covered >= 1 ? 4 : Math.round(covered * 4);
      if (quarters <= 0) continue;
      const column = isFlat ? at : i;
      if (stroke.without?.[column]) continue;
      ink(raster, (isFlat ? i : at) * width + column, pen, quarters);
    }
  }
}
