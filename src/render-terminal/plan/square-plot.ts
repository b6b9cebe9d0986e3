import type { Marks } from '../../cells/capability.ts';
import type { Rect } from '../../cells/cells.ts';
import type { HeatmapTrace, Trace } from '../../figure/figure.ts';
import type { Scale } from './scale.ts';

/** Where a plot lies, and what its axes show there. */
export interface PlacedPlot {
  readonly plot: Rect;
  readonly x: Scale;
  readonly y: Scale;
}

/** Returns whether a figure asks for one scale on both axes. */
export function isSquare(x: Scale, y: Scale): boolean {
  const isAnchored = Boolean(x.axis.scaleanchor || y.axis.scaleanchor);
  return isAnchored && x.kind === 'linear' && y.kind === 'linear';
}

/**
 * Returns the plot within `room` on which a unit of x is as long as one of y, a cell being twice as
 * high as wide. Maps get a whole number of pixels per matrix cell, or of matrix cells per pixel, so
 * that each pixel stands for as many as the next; half a cell that is left at the lower or right
 * end lies beyond the matrix. Other plots keep the room and show more of one axis, unless the
 * figure constrains their domain. The rectangle keeps the left and top edges.
 */
export function squarePlot(
  traces: readonly { readonly trace: Trace }[],
  x: Scale,
  y: Scale,
  room: Rect,
  marks: Marks
): PlacedPlot {
  const columns = Math.abs(x.high - x.low);
  const rows = Math.abs(y.high - y.low);
  if (room.width < 1 || room.height < 1 || !(columns > 0) || !(rows > 0)) {
    return { plot: room, x, y };
  }
  if (traces.some(({ trace }) => isGrid(trace))) return map(x, y, room, marks);
  const unit = Math.min(room.width / columns, (room.height * 2) / rows);
  if ([x, y].some(({ axis }) => axis.constrain === 'domain')) {
    const width = within(Math.round(unit * columns), room.width);
    const height = within(Math.round((unit * rows) / 2), room.height);
    return { plot: { ...room, width, height }, x, y };
  }
  return { plot: room, x: wider(x, room.width / unit), y: wider(y, (room.height * 2) / unit) };
}

function map(x: Scale, y: Scale, room: Rect, marks: Marks): PlacedPlot {
  const columns = Math.abs(x.high - x.low);
  const rows = Math.abs(y.high - y.low);
  const fitting = Math.min(room.width / columns, (room.height * 2) / rows);
  const unit = wholeUnit(fitting, marks === 'ascii' ? 2 : 1);
  const width = within(Math.ceil(unit * columns - 1e-9), room.width);
  const height = within(Math.ceil((unit * rows) / 2 - 1e-9), room.height);
  return {
    plot: { ...room, width, height },
    x: { ...x, high: x.low + Math.sign(x.high - x.low) * (width / unit) },
    y: { ...y, low: y.high + Math.sign(y.low - y.high) * ((height * 2) / unit) }
  };
}

/** The greatest pixels per matrix cell that fit: a multiple of `each`, 1, or 1/2, 1/3, …. */
function wholeUnit(fitting: number, each: number): number {
  const slack = fitting * (1 + 1e-9);
  if (slack >= each) return Math.floor(slack / each) * each;
  return slack >= 1 ? 1 : 1 / Math.ceil(1 / slack);
}

/** True for a matrix whose rows and columns lie one unit apart. */
function isGrid(trace: Trace): boolean {
  return trace.type === 'heatmap' && isUnit(trace.x) && isUnit(trace.y);
}

function isUnit(places: HeatmapTrace['x']): boolean {
  if (!places || places.length < 2) return true;
  return Math.abs(Math.abs(Number(places[1]) - Number(places[0])) - 1) < 1e-6;
}

/** The scale about the same middle, `span` long. */
function wider(scale: Scale, span: number): Scale {
  const more = (Math.sign(scale.high - scale.low) * (span - Math.abs(scale.high - scale.low))) / 2;
  return { ...scale, low: scale.low - more, high: scale.high + more };
}

function within(size: number, most: number): number {
  return Math.max(1, Math.min(most, size));
}
