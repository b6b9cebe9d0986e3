import type { Axis, Figure, HeatmapTrace, Layout, ScatterTrace, Trace } from './figure.ts';
import { addTrace, type Extents, isNumbers } from './trace-extents.ts';

/** A range from low to high; log axes count in powers of ten. */
export type Range = readonly [low: number, high: number];

/**
 * Ranges of a figure: of its axes by layout key (`xaxis`, `yaxis2`), of its coloured traces by
 * their order.
 */
export interface Ranges {
  readonly axes: Readonly<Record<string, Range>>;
  readonly colors: readonly (Range | null)[];
}

type AxisKey = 'xaxis' | 'yaxis';

/**
 * Returns the ranges that a figure shows: those it states, else those of its traces and shapes,
 * with a margin where Plotly leaves one. Axes without finite data are absent; values that are not
 * finite (or not positive on a log axis) are ignored.
 */
export function rangesOf(figure: Figure): Ranges {
  const extents: Extents = new Map();
  for (const trace of figure.data) addTrace(extents, figure, trace);
  for (const shape of figure.layout.shapes ?? []) {
    for (const [ref, from, to] of [
      [shape.xref ?? 'x', shape.x0, shape.x1],
      [shape.yref ?? 'y', shape.y0, shape.y1]
    ] as const) {
      const known = extents.get(axisKey(ref));
      known?.include(from);
      known?.include(to);
    }
  }
  const axes: Record<string, Range> = {};
  for (const [key, extent] of extents) {
    const stated = axisOf(figure.layout, key).range;
    const range = stated ? ordered(stated) : extent.range();
    if (range) axes[key] = range;
  }
  return { axes, colors: figure.data.filter(isColored).map(colorRange) };
}

/** Returns ranges that hold both. */
export function unionRanges(a: Ranges, b: Ranges): Ranges {
  const axes: Record<string, Range> = { ...a.axes };
  for (const [key, range] of Object.entries(b.axes)) axes[key] = union(axes[key] ?? null, range)!;
  const count = Math.max(a.colors.length, b.colors.length);
  const colors = Array.from({ length: count }, (_, i) =>
    union(a.colors[i] ?? null, b.colors[i] ?? null)
  );
  return { axes, colors };
}

/**
 * Returns the figure with its axes and colours fixed to the ranges, so that the frames of an
 * animation can be compared.
 */
export function lockRanges(figure: Figure, ranges: Ranges): Figure {
  const axes: Record<string, Axis> = {};
  for (const [key, range] of Object.entries(ranges.axes)) {
    const { autorange, ...axis } = axisOf(figure.layout, key);
    const reversed = autorange === 'reversed' || (axis.range && axis.range[0] > axis.range[1]);
    axes[key] = { ...axis, range: reversed ? [range[1], range[0]] : range };
  }
  let order = 0;
  const data = figure.data.map((trace) =>
    isColored(trace) ? recolored(trace, ranges.colors[order++] ?? null) : trace
  );
  return { data, layout: { ...figure.layout, ...axes, meta: { locked: true } } };
}

function axisKey(ref: string): string {
  return `${ref[0]}axis${ref.slice(1)}`;
}

function axisOf(layout: Layout, key: string): Axis {
  return layout[key as AxisKey] ?? {};
}

function ordered([a, b]: Range): Range {
  return a <= b ? [a, b] : [b, a];
}

function union(a: Range | null, b: Range | null): Range | null {
  if (!a || !b) return a ?? b;
  return [Math.min(a[0], b[0]), Math.max(a[1], b[1])];
}

type Colored = HeatmapTrace | ScatterTrace;

function isColored(trace: Trace): trace is Colored {
  if (trace.type === 'heatmap') return true;
  return trace.type === 'scatter' && isNumbers(trace.marker?.color);
}

function colorRange(trace: Colored): Range | null {
  const [low, high, rows, middle] =
    trace.type === 'heatmap'
      ? [trace.zmin, trace.zmax, trace.z, trace.zmid]
      : [
          trace.marker?.cmin,
          trace.marker?.cmax,
          [trace.marker?.color as ArrayLike<number>],
          undefined
        ];
  if (low !== undefined && high !== undefined) return [low, high];
  let range: [number, number] | null = null;
  for (const row of rows) {
    for (let i = 0; i < row.length; i++) {
      const value = row[i];
      if (!Number.isFinite(value)) continue;
      range = range ? [Math.min(range[0], value), Math.max(range[1], value)] : [value, value];
    }
  }
  if (!range || middle === undefined) return range;
  const reach = Math.max(range[1] - middle, middle - range[0]);
  return [middle - reach, middle + reach];
}

function recolored(trace: Colored, range: Range | null): Colored {
  if (!range) return trace;
  if (trace.type === 'scatter')
    return { ...trace, marker: { ...trace.marker, cmin: range[0], cmax: range[1] } };
  const { zmid, ...rest } = trace;
  return { ...rest, zmin: range[0], zmax: range[1] };
}
