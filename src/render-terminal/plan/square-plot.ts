import type { Marks } from '../../cells/capability.ts';
import type { Rect } from '../../cells/cells.ts';
import type { HeatmapTrace, Trace } from '../../figure/figure.ts';
import type { Scale } from './scale.ts';

/** Where a plot lies, and what its axes show there. */
export interface PlacedPlot {
  readonly plot: Rect;
  readonly x: Scale;
  readonly y: Scale;
  /** A map that nearly fits is shown in part, a pixel per cell: how many of its rows or columns. */
  readonly part?: string;
}

/** What a map that is shown in part is shown around. */
export interface CropPlace {
  readonly x?: number | undefined;
  readonly y?: number | undefined;
}

/** A cell's size in pixels: the terminal's own, or what characters divide it into. */
export interface CellPixels {
  readonly width: number;
  readonly height: number;
}

/** Maps of half blocks: two pixels a cell, a cell being twice as high as wide. */
const HALVES: CellPixels = { width: 1, height: 2 };

/** Returns whether a figure asks for one scale on both axes. */
export function isSquare(x: Scale, y: Scale): boolean {
  const isAnchored = Boolean(x.axis.scaleanchor || y.axis.scaleanchor);
  return isAnchored && x.kind === 'linear' && y.kind === 'linear';
}

/**
 * Returns the plot within `room` on which a unit of x is as long as one of y, a cell being twice as
 * high as wide or of `pixels`. Maps get a whole number of pixels per matrix cell, or of matrix
 * cells per pixel, so that each pixel stands for as many as the next; half a cell that is left at
 * the lower or right end lies beyond the matrix. With `crop`, a single map of which nine tenths fit
 * is shown in part, a pixel per cell. Other plots keep the room and show more of one axis, unless
 * the figure constrains their domain. The rectangle keeps the left and top edges.
 */
export function squarePlot(
  traces: readonly { readonly trace: Trace }[],
  x: Scale,
  y: Scale,
  room: Rect,
  marks: Marks,
  crop: CropPlace | null,
  pixels: CellPixels | null = null
): PlacedPlot {
  const columns = Math.abs(x.high - x.low);
  const rows = Math.abs(y.high - y.low);
  const cell = pixels ?? HALVES;
  if (room.width < 1 || room.height < 1 || !(columns > 0) || !(rows > 0)) {
    return { plot: room, x, y };
  }
  if (traces.some(({ trace }) => isGrid(trace)))
    return map(x, y, room, {
      cell,
      crop: traces.length === 1 && marks !== 'ascii' && !pixels ? crop : null,
      each: marks === 'ascii' && !pixels ? 2 : 1
    });
  const unit = Math.min((room.width * cell.width) / columns, (room.height * cell.height) / rows);
  if ([x, y].some(({ axis }) => axis.constrain === 'domain')) {
    const width = within(Math.round((unit * columns) / cell.width), room.width);
    const height = within(Math.round((unit * rows) / cell.height), room.height);
    return { plot: { ...room, width, height }, x, y };
  }
  return {
    plot: room,
    x: wider(x, (room.width * cell.width) / unit),
    y: wider(y, (room.height * cell.height) / unit)
  };
}

interface MapRules {
  readonly cell: CellPixels;
  readonly crop: CropPlace | null;
  /** Pixels per matrix cell are a multiple of it. */
  readonly each: number;
}

function map(x: Scale, y: Scale, room: Rect, { cell, crop, each }: MapRules): PlacedPlot {
  const columns = Math.abs(x.high - x.low);
  const rows = Math.abs(y.high - y.low);
  const fitting = Math.min((room.width * cell.width) / columns, (room.height * cell.height) / rows);
  if (crop && fitting < 1 && fitting >= LEAST_SHARE) {
    const width = within(columns, room.width);
    const height = within(Math.ceil(rows / 2), room.height);
    return {
      plot: { ...room, width, height },
      x: partOf(x, width, x.low, crop.x),
      y: flipped(partOf(flipped(y), height * 2, y.high, crop.y)),
      part:
        height * 2 < rows
          ? `1:1, ${height * 2} of ${rows} rows`
          : `1:1, ${width} of ${columns} columns`
    };
  }
  const unit = wholeUnit(fitting, each);
  const width = within(Math.ceil((unit * columns) / cell.width - 1e-9), room.width);
  const height = within(Math.ceil((unit * rows) / cell.height - 1e-9), room.height);
  return {
    plot: { ...room, width, height },
    x: { ...x, high: x.low + Math.sign(x.high - x.low) * ((width * cell.width) / unit) },
    y: { ...y, low: y.high + Math.sign(y.low - y.high) * ((height * cell.height) / unit) }
  };
}

/** The share of a map that has to fit for it to be shown in part rather than averaged. */
const LEAST_SHARE = 0.9;

/** `span` units of a scale that begins at `start`, `about` in their middle where it can be. */
function partOf(scale: Scale, span: number, start: number, about?: number): Scale {
  const sign = Math.sign(scale.high - scale.low);
  const free = Math.max(0, Math.floor(Math.abs(scale.high - scale.low) - span));
  const at = about === undefined ? free / 2 : Math.abs(about - start) - span / 2;
  const low = start + sign * Math.min(free, Math.max(0, Math.round(at)));
  return { ...scale, low, high: low + sign * span };
}

function flipped(scale: Scale): Scale {
  return { ...scale, low: scale.high, high: scale.low };
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
