import { cellEdges } from './cell-edges.ts';
import type { Axis, BarTrace, Figure, Labels, Series, Trace } from './figure.ts';

/** The smallest and largest finite coordinate on one axis, and whether it wants a margin. */
export class Extent {
  private low = Infinity;
  private high = -Infinity;
  private margin = 0;
  /** True where the range must not leave 0 on that side: bars stand on their axis. */
  private grounded = false;
  private readonly log: boolean;

  constructor(axis: Axis) {
    this.log = axis.type === 'log';
  }

  include(value: number): void {
    const at = this.log ? Math.log10(value) : value;
    if (!Number.isFinite(at)) return;
    this.low = Math.min(this.low, at);
    this.high = Math.max(this.high, at);
  }

  includeAll(values: Series): void {
    for (let i = 0; i < values.length; i++) this.include(values[i]);
  }

  widen(share: number): void {
    this.margin = Math.max(this.margin, share);
  }

  ground(): void {
    this.grounded = true;
  }

  range(): [number, number] | null {
    if (this.low > this.high) return null;
    if (this.low === this.high && this.margin > 0) return [this.low - 0.5, this.high + 0.5];
    const pad = (this.high - this.low) * this.margin;
    const below = this.grounded && this.low === 0 ? 0 : pad;
    const above = this.grounded && this.high === 0 ? 0 : pad;
    return [this.low - below, this.high + above];
  }
}

/** Extents by layout key of the axis (`xaxis`, `yaxis2`). */
export type Extents = Map<string, Extent>;

/** Returns true for numbers, false for labels, colour names and nothing. */
export function isNumbers(values: unknown): values is Series {
  if (ArrayBuffer.isView(values)) return true;
  return Array.isArray(values) && typeof values[0] === 'number';
}

/**
 * Adds one trace to the extents of its axes. Labels count as positions 0 to n-1 on category axes;
 * other labelled axes are left out.
 */
export function addTrace(extents: Extents, figure: Figure, trace: Trace): void {
  const extent = (ref: string, labelled: boolean): Extent | null => {
    const key = `${ref[0]}axis${ref.slice(1)}` as 'xaxis';
    const axis = figure.layout[key] ?? {};
    if (labelled && axis.type !== 'category') return null;
    const known = extents.get(key) ?? new Extent(axis);
    extents.set(key, known);
    return known;
  };
  const rows = trace.type === 'heatmap' ? trace.z : [];
  const xs = trace.x ?? positions(rows[0]?.length ?? 0);
  const ys = trace.y ?? positions(rows.length);
  const x = extent(trace.xaxis ?? 'x', isLabels(xs));
  const y = extent(trace.yaxis ?? 'y', isLabels(ys));
  if (trace.type === 'heatmap') {
    x?.includeAll(cellEdges(places(xs)));
    y?.includeAll(cellEdges(places(ys)));
  } else if (trace.type === 'bar') {
    for (const edge of barEdges(trace)) x?.include(edge);
    y?.includeAll(barTops(figure, trace));
    y?.include(0);
    y?.ground();
    y?.widen(0.05);
  } else {
    x?.includeAll(trace.x);
    y?.includeAll(trace.y);
    if (trace.fill === 'tozeroy') y?.include(0);
    y?.widen(0.05);
    x?.widen((trace.mode ?? 'lines').includes('markers') ? 0.02 : 0);
  }
}

function barEdges(trace: BarTrace): number[] {
  const at = places(trace.x);
  const sorted = Float64Array.from(at).sort();
  let gap = Infinity;
  for (let i = 1; i < sorted.length; i++)
    if (sorted[i] > sorted[i - 1]) gap = Math.min(gap, sorted[i] - sorted[i - 1]);
  const { width } = trace;
  return Array.from(at).flatMap((x, i) => {
    const wide = typeof width === 'number' ? width : (width?.[i] ?? (gap < Infinity ? gap : 1));
    return [x - wide / 2, x + wide / 2];
  });
}

/**
 * The end of each bar: the sum of all bars at its place that lie below it when they are stacked.
 */
function barTops(figure: Figure, trace: BarTrace): Series {
  if (figure.layout.barmode !== 'stack') return trace.y;
  const tops = Float64Array.from(trace.y);
  for (const other of figure.data) {
    if (other === trace) break;
    if (other.type !== 'bar' || (other.yaxis ?? 'y') !== (trace.yaxis ?? 'y')) continue;
    const below = new Map(Array.from(other.x as ArrayLike<unknown>, (x, i) => [x, other.y[i]]));
    for (let i = 0; i < tops.length; i++) tops[i] += below.get(trace.x[i]) || 0;
  }
  return tops;
}

function isLabels(values: Series | Labels): values is Labels {
  return typeof values[0] === 'string';
}

function places(values: Series | Labels): Series {
  return isLabels(values) ? positions(values.length) : (values as Series);
}

function positions(count: number): Series {
  return Float64Array.from({ length: count }, (_, i) => i);
}
