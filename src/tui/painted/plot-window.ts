import type { Axis, Figure, Layout, ScatterTrace } from '../../figure/figure.ts';
import {
  type Cursor,
  cursorStops,
  type FigureSize,
  legendTraces,
  placeOf,
  subjectAt
} from '../../render-terminal/index.ts';
import { planFigure, type Subplot } from '../../render-terminal/plan/plan.ts';
import type { PlotArea, Window } from '../state/zoom.ts';

type Range = readonly [number, number];

/** Returns the figure with only the window shown; for curves y is fitted to what is shown. */
export function windowedFigure(figure: Figure, window: Window | null): Figure {
  if (!window) return figure;
  const [own, ownY] = splitAxes(window.axes);
  const axes: Record<string, Axis> = {};
  if (window.y) {
    axes[layoutKey(own)] = ranged(figure, own, window.x);
    axes[layoutKey(ownY)] = ranged(figure, ownY, window.y);
    return { data: figure.data, layout: { ...figure.layout, ...axes } };
  }
  for (const { xaxis = 'x', yaxis = 'y' } of figure.data) {
    axes[layoutKey(xaxis)] = ranged(figure, xaxis, window.x);
    const fitted = axes[layoutKey(yaxis)] ? null : fittedRange(figure, yaxis, window.x);
    if (fitted) axes[layoutKey(yaxis)] = ranged(figure, yaxis, fitted);
  }
  return { data: figure.data, layout: { ...figure.layout, ...axes } };
}

/** The value cursor, and what the cursors that all figures share are at. */
export interface SharedPlace {
  readonly cursor: Cursor | null;
  readonly epoch: number | null;
  readonly neuron: number | null;
}

/**
 * Returns the areas of a figure as they are drawn at this size; `shown` is the windowed figure.
 */
export function plotAreas(
  figure: Figure,
  shown: Figure,
  size: FigureSize,
  at: SharedPlace
): readonly PlotArea[] {
  const whole = new Map(planFigure(figure, size).subplots.map((subplot) => [subplot.id, subplot]));
  return planFigure(shown, size)
    .subplots.filter(({ overlay, plot }) => !overlay && plot.width > 0 && plot.height > 0)
    .map((subplot) => areaOf(figure, subplot, whole.get(subplot.id) ?? subplot, at));
}

function areaOf(
  figure: Figure,
  { id, plot, x, y, traces, shapes }: Subplot,
  whole: Subplot,
  { cursor, ...shared }: SharedPlace
): PlotArea {
  const columnEpochs =
    traces
      .map(({ trace }) => (trace.type === 'heatmap' ? trace.meta?.steps : undefined))
      .find((steps) => steps !== undefined) ?? null;
  return {
    axes: id,
    columns: plot.width,
    rows: plot.height,
    left: plot.left,
    top: plot.top,
    x: [x.low, x.high],
    y: [y.low, y.high],
    whole: { x: [whole.x.low, whole.x.high], y: [whole.y.low, whole.y.high] },
    isLog: { x: x.kind === 'log', y: y.kind === 'log' },
    stops: cursorStops(figure, id),
    isMatrix: traces.some(({ trace }) => trace.type === 'heatmap'),
    entries: legendTraces(figure).length,
    isOverEpochs: shapes.some(({ name }) => name === 'cursor'),
    columnEpochs,
    home: cursor ? null : placeOf(figure, id, shared),
    subject: cursor && (cursor.axes ?? 'xy') === id ? subjectAt(figure, cursor) : null
  };
}

function ranged(figure: Figure, id: string, range: Range): Axis {
  const { autorange: _, ...axis } = figure.layout[layoutKey(id)] ?? {};
  return { ...axis, range };
}

function layoutKey(id: string): keyof Layout & `${string}axis` {
  return `${id[0]}axis${id.slice(1)}` as 'xaxis';
}

function splitAxes(id: string): readonly [string, string] {
  const at = id.indexOf('y');
  return [id.slice(0, at), id.slice(at)];
}

/**
 * The range of all curves on a y axis where their x is inside the window, with a margin; null where
 * nothing is.
 */
function fittedRange(figure: Figure, yaxis: string, [from, to]: Range): Range | null {
  const traces = figure.data.filter((trace) => (trace.yaxis ?? 'y') === yaxis);
  if (traces.some(({ type }) => type !== 'scatter')) return null;
  const isLog = figure.layout[layoutKey(yaxis)]?.type === 'log';
  const isLogX = figure.layout[layoutKey(traces[0]?.xaxis ?? 'x')]?.type === 'log';
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { x, y } of traces as readonly ScatterTrace[]) {
    for (let i = 0; i < y.length; i++) {
      const at = isLogX ? Math.log10(x[i]) : x[i];
      const value = isLog ? Math.log10(y[i]) : y[i];
      if (at < from || at > to || !Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  if (low > high) return null;
  const margin = (high - low) * 0.05 || Math.abs(high) * 0.05 || 0.5;
  return [low - margin, high + margin];
}
