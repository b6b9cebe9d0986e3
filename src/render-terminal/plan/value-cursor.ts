import type { Figure, Series } from '../../figure/figure.ts';
import { planFigure } from './plan.ts';
import { axesOf, coordinates, scaleOf } from './scale.ts';
import { extentOf, floats, isSorted, nearestIndex, remembered } from './series.ts';

/** A place in a figure, in data units; categories count 0, 1, 2, …. */
export interface Cursor {
  /** The subplot, named by its axes: `xy` (the default), `x2y2`. */
  readonly axes?: string;
  readonly x: number;
  /** Only where the subplot is a heat map. */
  readonly y?: number;
}

/** The places that a value cursor can stand on. */
export interface CursorStops {
  readonly axes: string;
  /** Rising x positions of the stored points, of all traces together. */
  readonly x: ArrayLike<number>;
  /** Rising y positions of a heat map's rows; null elsewhere. */
  readonly y: ArrayLike<number> | null;
}

/**
 * Returns the ids of a figure's subplots (`xy`, `x2y2`), in the order of their traces; axes laid
 * over others are left out.
 */
function subplotIds(figure: Figure): string[] {
  return planFigure(figure, { width: 80, height: 24 })
    .subplots.filter(({ overlay }) => !overlay)
    .map(({ id }) => id);
}

/**
 * Returns where the value cursor can stand in a subplot (the first, unless named); no positions in
 * an empty figure.
 */
export function cursorStops(figure: Figure, axes?: string): CursorStops {
  const id = axes ?? subplotIds(figure)[0] ?? 'xy';
  const [xId = 'x'] = splitAxes(id);
  const scale = scaleOf(figure, xId);
  const traces = figure.data.filter(
    (trace) => axesOf(trace)[0] === xId && (trace.type !== 'scatter' || trace.hoverinfo !== 'skip')
  );
  const lists = traces.map((trace) => coordinates(trace, 'x', scale.categories));
  const heat = traces.find((trace) => trace.type === 'heatmap' && axesOf(trace).join('') === id);
  const y = heat ? coordinates(heat, 'y', scaleOf(figure, axesOf(heat)[1]).categories) : null;
  return { axes: id, x: rising(lists), y: y ? rising([y]) : null };
}

/** Returns the axis ids of a subplot: `x2y3` gives `x2` and `y3`. */
export function splitAxes(id: string): [string, string] {
  const at = id.indexOf('y');
  return at < 0 ? [id, 'y'] : [id.slice(0, at) || 'x', id.slice(at)];
}

function rising(lists: readonly Series[]): ArrayLike<number> {
  const unique = [...new Set(lists)];
  if (unique.length === 1 && strictlyRising(unique[0])) return unique[0];
  const all = new Set<number>();
  for (const list of unique)
    for (const value of floats(list)) if (Number.isFinite(value)) all.add(value);
  return Float64Array.from(all).sort();
}

function strictlyRising(list: Series): boolean {
  if (!isSorted(list) || extentOf(list).infinite) return false;
  return remembered(list as object, `strict ${list.length}`, () => {
    const values = floats(list);
    for (let i = 1; i < values.length; i++) if (values[i] === values[i - 1]) return false;
    return true;
  });
}

/** Returns the stop nearest to a cursor: what the readout and the drawing show. */
export function snapCursor(figure: Figure, cursor: Cursor): Cursor {
  const { axes, x, y } = cursorStops(figure, cursor.axes);
  const nearest = (stops: ArrayLike<number>, from: number) =>
    stops[nearestIndex(stops, from)] ?? from;
  const snapped = { axes, x: nearest(x, cursor.x) };
  return y ? { ...snapped, y: nearest(y, cursor.y ?? 0) } : snapped;
}

/**
 * Returns a cursor at the epoch cursor where a figure has one, else in its middle; null in a figure
 * without points.
 */
export function firstCursor(figure: Figure, axes?: string): Cursor | null {
  const stops = cursorStops(figure, axes);
  if (stops.x.length === 0) return null;
  const shape = figure.layout.shapes?.find(({ name }) => name === 'cursor');
  const x = shape?.x0 ?? stops.x[Math.floor(stops.x.length / 2)];
  const y = stops.y?.[Math.floor(stops.y.length / 2)];
  return snapCursor(figure, y === undefined ? { axes: stops.axes, x } : { axes: stops.axes, x, y });
}
