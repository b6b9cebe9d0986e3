import type { Marks } from '../../cells/capability.ts';
import type { Rect } from '../../cells/cells.ts';
import type {
  Annotation,
  Figure,
  HeatmapTrace,
  Series,
  Shape,
  Trace
} from '../../figure/figure.ts';
import { outerRect } from './domains.ts';
import { heatmapRect } from './heatmap-cells.ts';
import { hasLegend } from './legend-traces.ts';
import { axesOf, axisOf, type Scale, scaleOf, ticksOf } from './scale.ts';
import { extentOf } from './series.ts';
import {
  type CellPixels,
  type CropPlace,
  isSquare,
  type PlacedPlot,
  squarePlot
} from './square-plot.ts';
import { plainLabel } from './text.ts';
import type { Tick } from './ticks.ts';

/** How large a figure is to be drawn, in cells. */
export interface FigureSize {
  readonly width: number;
  readonly height: number;
  /** No axis lines, no titles of axes on rows of their own; the default below 16 rows. */
  readonly compact?: boolean;
  /**
   * Draw the figure's title in the first row; false where a panel's border shows it (the default).
   */
  readonly title?: boolean;
  readonly marks?: Marks;
  /**
   * Show a square map that nearly fits in part, a pixel per cell, around this place; without it all
   * of it is shown, cells averaged.
   */
  readonly crop?: CropPlace | null;
  /** Plots are drawn at the pixels of the device: so many a cell. */
  readonly pixels?: CellPixels | null;
}

/** One pair of axes with everything drawn in it. */
export interface Subplot {
  /** The ids of its axes joined: `xy`, `x2y2`. */
  readonly id: string;
  readonly xAxis: string;
  readonly yAxis: string;
  readonly x: Scale;
  readonly y: Scale;
  /** Which part of a map is shown where not all of it is: `1:1, 108 of 113 rows`. */
  readonly part?: string;
  /** The cells it may use, the cells of the plot itself, and the row above the plot (-1: none). */
  readonly outer: Rect;
  readonly plot: Rect;
  readonly header: number;
  /** Row of the horizontal axis line and of its tick texts (-1: none). */
  readonly axisRow: number;
  readonly tickRow: number;
  readonly titleRow: number;
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
  /** A second vertical axis over another subplot: its ticks stand at the right. */
  readonly overlay: boolean;
  readonly traces: readonly { readonly trace: Trace; readonly index: number }[];
  readonly shapes: readonly Shape[];
  readonly annotations: readonly Annotation[];
  /** Cells at the right for a colour bar. */
  readonly barWidth: number;
}

/** Where everything of a figure lies. */
export interface Plan {
  readonly width: number;
  readonly height: number;
  readonly compact: boolean;
  readonly titleRow: number;
  /** Row of the legend shared by several subplots (-1: it is in the one subplot's header). */
  readonly legendRow: number;
  readonly subplots: readonly Subplot[];
}

/** Returns where the parts of a figure lie in `width` × `height` cells. */
export function planFigure(figure: Figure, size: FigureSize): Plan {
  const width = Math.max(0, Math.floor(size.width) || 0);
  const height = Math.max(0, Math.floor(size.height) || 0);
  const compact = size.compact ?? height < 16;
  const pairs = pairsOf(figure);
  const titled = Boolean(size.title && figure.layout.title?.text) && height >= 4;
  const bases = pairs.filter(({ overlay }) => !overlay);
  const shared = bases.length > 1 && hasLegend(figure) && height >= 8;
  const top = (titled ? 1 : 0) + (shared ? 1 : 0);
  const area = { left: 0, top, width, height: height - top };
  const plan: Plan = {
    width,
    height,
    compact,
    titleRow: titled ? 0 : -1,
    legendRow: shared ? top - 1 : -1,
    subplots: []
  };
  const drafts = bases.map((pair) => draftOf(figure, pair, { bases, area, compact }));
  const subplots = drafts.map((draft) => finish(figure, draft, drafts, size, compact));
  for (const pair of pairs) {
    if (!pair.overlay) continue;
    const base = subplots.find(({ xAxis, yAxis }) => xAxis === pair.x || yAxis === pair.overlay);
    if (!base) continue;
    const y = scaleOf(figure, pair.y);
    const own = { ...pair, x: pair.x };
    subplots.push({
      ...base,
      ...parts(figure, own),
      id: pair.x + pair.y,
      yAxis: pair.y,
      y,
      yTicks: spaced(ticksOf(y, mostRows(base.plot.height)), y, base.plot.height, 2),
      overlay: true,
      barWidth: 0
    });
  }
  return { ...plan, subplots };
}

/** Returns the plan of a figure of the same data and axes with the shapes and words of another. */
export function withShapes(plan: Plan, figure: Figure): Plan {
  const subplots = plan.subplots.map((subplot) => ({
    ...subplot,
    ...parts(figure, { x: subplot.xAxis, y: subplot.yAxis, overlay: null })
  }));
  return { ...plan, subplots };
}

/**
 * Rows from which on a subplot has a header of its own; below, the legend of a single one lies over
 * the plot.
 */
const ROOMY = 8;
const ROOMY_PART = 5;

interface Pair {
  readonly x: string;
  readonly y: string;
  /** The axis that this pair's y axis lies over. */
  readonly overlay: string | null;
}

function pairsOf(figure: Figure): Pair[] {
  const pairs: Pair[] = [];
  for (const trace of figure.data) {
    const [x, y] = axesOf(trace);
    if (pairs.some((pair) => pair.x === x && pair.y === y)) continue;
    pairs.push({ x, y, overlay: axisOf(figure, y).overlaying ?? null });
  }
  if (!pairs.some(({ overlay }) => !overlay)) pairs.unshift({ x: 'x', y: 'y', overlay: null });
  return pairs;
}

interface Draft {
  readonly pair: Pair;
  readonly outer: Rect;
  readonly x: Scale;
  readonly y: Scale;
  readonly header: number;
  readonly plotTop: number;
  readonly plotHeight: number;
  readonly axisRow: number;
  readonly tickRow: number;
  readonly titleRow: number;
  readonly yTicks: Tick[];
}

interface Setting {
  readonly bases: readonly Pair[];
  readonly area: Rect;
  readonly compact: boolean;
}

function draftOf(figure: Figure, pair: Pair, { bases, area, compact }: Setting): Draft {
  const single = bases.length === 1;
  const x = scaleOf(figure, pair.x);
  const y = scaleOf(figure, pair.y);
  const outer = outerRect(figure, pair.x, pair.y, area);
  const heat = figure.data.some((trace) => trace.type === 'heatmap');
  const lacking = figure.data.some((trace) => trace.type !== 'heatmap' && hasMissing(trace.y));
  const wantsHeader =
    Boolean(y.title) || (single && hasLegend(figure)) || heat || !single || lacking;
  const header = wantsHeader && outer.height >= (single ? ROOMY : ROOMY_PART) ? outer.top : -1;
  const isNumbered = x.axis.showticklabels !== false && !isNumberedBelow(figure, pair, bases, area);
  const labelled = isNumbered && outer.height >= 4 && outer.width >= 8;
  const line = !compact && labelled && outer.height >= 10;
  const titled = !compact && Boolean(x.title) && outer.height >= 16;
  const plotTop = outer.top + (header >= 0 ? 1 : 0);
  const below = (labelled ? 1 : 0) + (line ? 1 : 0) + (titled ? 1 : 0);
  const plotHeight = Math.max(0, outer.top + outer.height - below - plotTop);
  const bottom = plotTop + plotHeight;
  return {
    pair,
    outer,
    x,
    y,
    header,
    plotTop,
    plotHeight,
    axisRow: line ? bottom : -1,
    tickRow: labelled ? bottom + (line ? 1 : 0) : -1,
    titleRow: titled ? bottom + 2 : -1,
    yTicks: spaced(ticksOf(y, mostRows(plotHeight)), y, plotHeight, apartRows(plotHeight))
  };
}

/** Returns whether another subplot under this one has the same x axis, and numbers it for both. */
function isNumberedBelow(figure: Figure, pair: Pair, bases: readonly Pair[], area: Rect): boolean {
  const x = scaleOf(figure, pair.x);
  const own = outerRect(figure, pair.x, pair.y, area);
  return bases.some((other) => {
    const scale = scaleOf(figure, other.x);
    const rect = outerRect(figure, other.x, other.y, area);
    return (
      rect.top > own.top &&
      rect.left === own.left &&
      rect.width === own.width &&
      scale.axis.showticklabels !== false &&
      scale.kind === x.kind &&
      scale.low === x.low &&
      scale.high === x.high &&
      [scale.title, ''].includes(x.title) &&
      String(scale.categories) === String(x.categories) &&
      String(scale.axis.ticktext) === String(x.axis.ticktext)
    );
  });
}

function hasMissing(values: Series): boolean {
  const { nan, infinite } = extentOf(values);
  return nan + infinite > 0;
}

function gutterOf(labels: number, outer: Rect): number {
  const wanted = labels + 2;
  if (labels > 0 && wanted <= outer.width / 2) return wanted;
  return outer.width >= 4 ? 1 : 0;
}

function apartRows(height: number): number {
  return height < 9 ? 2 : 3;
}

function mostRows(height: number): number {
  return Math.max(2, Math.min(7, Math.round(height / 3)));
}

function finish(
  figure: Figure,
  draft: Draft,
  drafts: readonly Draft[],
  size: FigureSize,
  compact: boolean
): Subplot {
  const { pair, outer, x, y } = draft;
  const column = drafts.filter((other) => other.outer.left === outer.left);
  const overlaid = overlayLabels(figure, pair, draft.plotHeight);
  const barWidth = colorBarWidth(figure, pair, outer, draft.plotHeight, compact);
  const right = Math.max(overlaid, barWidth);
  const own = parts(figure, pair);
  const isMap = own.traces.some(({ trace }) => trace.type === 'heatmap');
  const place = (yTicks: readonly Tick[]) => {
    const widths = [...column.flatMap((other) => other.yTicks), ...yTicks].map(
      ({ text }) => text.length
    );
    const gutter = gutterOf(Math.max(0, ...widths), outer);
    const room = {
      left: outer.left + gutter,
      top: draft.plotTop,
      width: Math.max(0, outer.width - gutter - right),
      height: draft.plotHeight
    };
    const placed = placedPlot(own.traces, x, y, room, size);
    // beyond a matrix there is nothing to count
    return { ...placed, ticked: isMap && !placed.part ? { x, y } : { x: placed.x, y: placed.y } };
  };
  const yTicksOf = ({ plot, ticked }: ReturnType<typeof place>) =>
    spaced(ticksOf(ticked.y, mostRows(plot.height)), ticked.y, plot.height, apartRows(plot.height));
  // an axis that shows more than its data may have longer numbers
  const { ticked, ...placed } = place(isSquare(x, y) && !isMap ? yTicksOf(place([])) : []);
  const { plot } = placed;
  const shift = draft.plotHeight - plot.height;
  return {
    id: pair.x + pair.y,
    xAxis: pair.x,
    yAxis: pair.y,
    outer,
    ...placed,
    header: draft.header,
    axisRow: draft.axisRow < 0 ? -1 : draft.axisRow - shift,
    tickRow: draft.tickRow < 0 ? -1 : draft.tickRow - shift,
    titleRow: draft.titleRow < 0 ? -1 : draft.titleRow - shift,
    xTicks: fittingTicks(ticked.x, plot.width),
    yTicks: yTicksOf({ ...placed, ticked }),
    overlay: false,
    barWidth,
    ...own
  };
}

function placedPlot(
  traces: Subplot['traces'],
  x: Scale,
  y: Scale,
  room: Rect,
  { marks = 'braille', crop = null, pixels = null }: FigureSize
): PlacedPlot {
  if (isSquare(x, y)) return squarePlot(traces, x, y, room, marks, crop, pixels);
  return { plot: pixels ? room : heatmapRect(traces, x, y, room, marks), x, y };
}

/** As many ticks (at most 8) as stand at least five columns apart. */
function fittingTicks(scale: Scale, width: number): Tick[] {
  for (let most = 8; most > 2; most--) {
    const ticks = ticksOf(scale, most);
    const longest = Math.max(0, ...ticks.map(({ text }) => text.length));
    if (ticks.length * (longest + 5) <= width + 5) return ticks;
  }
  return ticksOf(scale, 2);
}

function overlayLabels(figure: Figure, pair: Pair, height: number): number {
  const over = pairsOf(figure).find((other) => other.overlay === pair.y);
  if (!over) return 0;
  const texts = ticksOf(scaleOf(figure, over.y), mostRows(height)).map(({ text }) => text.length);
  return Math.max(0, ...texts) + 2;
}

function colorBarWidth(
  figure: Figure,
  pair: Pair,
  outer: Rect,
  height: number,
  compact: boolean
): number {
  if (compact || outer.width < 40 || height < 6) return 0;
  const scaled = figure.data.some(
    (trace) =>
      axesOf(trace).join('') === pair.x + pair.y &&
      ((trace.type === 'heatmap' && trace.showscale !== false) ||
        (trace.type === 'scatter' && trace.marker?.showscale === true))
  );
  if (!scaled) return 0;
  // room for its own words, which say nothing when cut
  const words = figure.data.flatMap((trace) => (trace.type === 'heatmap' ? barTexts(trace) : []));
  const longest = Math.max(0, ...words.map((text) => plainLabel(text).length));
  return Math.max(11, Math.min(4 + longest, Math.floor(outer.width / 4)));
}

function barTexts({ colorbar }: HeatmapTrace): readonly string[] {
  return colorbar?.ticktext ?? [];
}

function parts(figure: Figure, pair: Pair) {
  const id = pair.x + pair.y;
  const traces = figure.data
    .map((trace, index) => ({ trace, index }))
    .filter(({ trace }) => axesOf(trace).join('') === id);
  const here = (xref = 'x', yref = 'y') => {
    const [x, y] = [xref.split(' ')[0], yref.split(' ')[0]];
    if (x === 'paper' && y === 'paper') return false;
    return (x === 'paper' || x === pair.x) && (y === 'paper' || y === pair.y);
  };
  return {
    traces,
    shapes: (figure.layout.shapes ?? []).filter(({ xref, yref }) => here(xref, yref)),
    annotations: (figure.layout.annotations ?? []).filter(({ xref, yref }) => here(xref, yref))
  };
}

/** Labels nearer than `apart` rows to the one below are left out. */
function spaced(ticks: readonly Tick[], y: Scale, height: number, apart: number): Tick[] {
  const span = Math.abs(y.high - y.low);
  const rowOf = (value: number) => ((y.kind === 'log' ? Math.log10(value) : value) / span) * height;
  const kept: Tick[] = [];
  for (const tick of ticks) {
    const last = kept.at(-1);
    if (last && Math.abs(rowOf(tick.value) - rowOf(last.value)) < apart - 0.999) continue;
    kept.push(tick);
  }
  return height > 0 ? kept : [];
}
