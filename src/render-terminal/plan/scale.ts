import { cached } from '../../array/cached.ts';
import type { Axis, BarTrace, Figure, HeatmapTrace, Series, Trace } from '../../figure/figure.ts';
import { barWidth } from './bar-width.ts';
import { extentOf, floats, isText, positiveLow, remembered } from './series.ts';
import { plainLabel } from './text.ts';
import { linearTicks, logTicks, type Tick } from './ticks.ts';

/**
 * How data values lie along an axis. `low` and `high` are at its two ends (left and right, bottom
 * and top), in powers of ten for a log axis; low > high on a reversed axis. Categories lie at 0, 1,
 * 2, ….
 */
export interface Scale {
  readonly kind: 'linear' | 'log' | 'category';
  readonly low: number;
  readonly high: number;
  readonly categories: readonly string[] | null;
  /** True where the axis numbers the rows or columns of a heat map: nothing lies between them. */
  readonly isNumbering: boolean;
  readonly title: string;
  readonly axis: Axis;
}

/**
 * Returns where a value lies along the axis: 0 at its start, 1 at its end, NaN where it has no
 * place.
 */
export function unitOf(scale: Scale, value: number): number {
  const at = scale.kind === 'log' ? Math.log10(value) : value;
  const unit = (at - scale.low) / (scale.high - scale.low);
  return Number.isFinite(unit) ? unit : Number.NaN;
}

/**
 * Returns which of `count` equal slots along the axis holds a place; both ends belong to it, beyond
 * them it goes on.
 */
export function slotOf(unit: number, count: number): number {
  if (unit < 0 && unit > -1e-9) return 0;
  if (unit >= 1 && unit < 1 + 1e-9) return count - 1;
  return Math.floor(unit * count);
}

/** Returns the value at a place along the axis (0–1): the inverse of `unitOf`. */
export function dataAt(scale: Scale, unit: number): number {
  const at = scale.low + unit * (scale.high - scale.low);
  return scale.kind === 'log' ? 10 ** at : at;
}

/** Returns the settings of an axis by its id: `x`, `x2`, `y`, `y3`, …. */
export function axisOf(figure: Figure, id: string): Axis {
  const name = `${id[0]}axis${id.slice(1)}` as 'xaxis';
  return figure.layout[name] ?? {};
}

/** Returns the axis ids of a trace, `['x', 'y']` unless it says otherwise. */
export function axesOf(trace: Trace): readonly [string, string] {
  return [trace.xaxis ?? 'x', trace.yaxis ?? 'y'];
}

/**
 * Returns the coordinates of a trace along one of its axes as numbers, kept with its array;
 * categories count 0, 1, 2, ….
 */
export function coordinates(
  trace: Trace,
  side: 'x' | 'y',
  categories: readonly string[] | null
): Series {
  const given = trace[side];
  if (given === undefined) {
    const matrix = trace as HeatmapTrace;
    return counting(matrix.z, side === 'x' ? (matrix.z[0]?.length ?? 0) : matrix.z.length);
  }
  if (!categories) return floats(given as Series);
  return remembered(given, `categories ${categories.join('\n')}`, () =>
    Float64Array.from(given as ArrayLike<string | number>, (label) =>
      categories.indexOf(String(label))
    )
  );
}

function counting(owner: object, length: number): Series {
  return remembered(owner, `counting ${length}`, () =>
    Float64Array.from({ length }, (_, index) => index)
  );
}

/** Returns the scale of one axis over all traces that use it or an axis that `matches` it. */
export function scaleOf(figure: Figure, id: string): Scale {
  return cached(figure, `scale ${id}`, () => madeScale(figure, id));
}

function madeScale(figure: Figure, id: string): Scale {
  const axis = axisOf(figure, id);
  const side = id[0] as 'x' | 'y';
  const group = matching(figure, id);
  const traces = figure.data.filter((trace) => group.includes(axesOf(trace)[side === 'x' ? 0 : 1]));
  const categories = categoriesOf(axis, side, traces);
  const kind = categories ? 'category' : axis.type === 'log' ? 'log' : 'linear';
  const title = plainLabel(axis.title?.text ?? '');
  const given = rangeOf(figure, group);
  const [low, high] =
    given ?? autoRange(traces, side, kind, categories, figure.layout.bargap ?? 0.2);
  const flip = !given && axis.autorange === 'reversed';
  const isNumbering =
    isSingle(traces, side, categories) ||
    traces.some((trace) => trace.type === 'heatmap' && isNumbered(trace[side]));
  const ends = { low: flip ? high : low, high: flip ? low : high };
  return { kind, ...ends, categories, isNumbering, title, axis };
}

/**
 * True for rows or columns without places of their own, and for those at whole numbers one apart.
 */
function isNumbered(places: HeatmapTrace['x']): boolean {
  if (!places || places.length < 2) return true;
  const [first, second] = [Number(places[0]), Number(places[1])];
  return Number.isInteger(first) && Math.abs(second - first) === 1;
}

/** True where all points are at one whole number, as over one checkpoint: the only tick. */
function isSingle(
  traces: readonly Trace[],
  side: 'x' | 'y',
  categories: readonly string[] | null
): boolean {
  if (side === 'y' || categories || traces.length === 0) return false;
  const extents = traces.map((trace) => extentOf(coordinates(trace, side, null)));
  const [{ low }] = extents;
  return Number.isInteger(low) && extents.every((one) => one.low === low && one.high === low);
}

function matching(figure: Figure, id: string): string[] {
  const root = (one: string) => axisOf(figure, one).matches ?? one;
  const ids = figure.data.map((trace) => axesOf(trace)[id[0] === 'x' ? 0 : 1]);
  return [...new Set([id, ...ids])].filter((one) => root(one) === root(id));
}

function rangeOf(figure: Figure, group: readonly string[]): readonly [number, number] | null {
  for (const id of group) {
    const { range, autorange } = axisOf(figure, id);
    if (!range || autorange === true) continue;
    if (Number.isFinite(range[0]) && Number.isFinite(range[1]) && range[0] !== range[1])
      return range;
  }
  return null;
}

function categoriesOf(axis: Axis, side: 'x' | 'y', traces: readonly Trace[]): string[] | null {
  const lists = traces.map((trace) => trace[side]).filter((list) => list !== undefined);
  if (axis.type !== 'category' && !lists.some((list) => isText(list))) return null;
  const seen = new Set<string>();
  for (const list of lists) for (let i = 0; i < list.length; i++) seen.add(String(list[i]));
  return [...seen];
}

function autoRange(
  traces: readonly Trace[],
  side: 'x' | 'y',
  kind: Scale['kind'],
  categories: readonly string[] | null,
  gap: number
): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let padded = false;
  const widen = (from: number, to: number) => {
    if (Number.isFinite(from)) low = Math.min(low, from);
    if (Number.isFinite(to)) high = Math.max(high, to);
  };
  for (const trace of traces) {
    const at = coordinates(trace, side, categories);
    const extent = extentOf(at);
    const from = kind === 'log' && !(extent.low > 0) ? positiveLow(at).low : extent.low;
    if (trace.type === 'heatmap') {
      const [first, last] = halfSteps(at);
      widen(from - first, extent.high + last);
    } else if (trace.type === 'bar' && side === 'x') {
      const half = barWidth(trace as BarTrace, floats(at), gap) / 2;
      widen(from - half, extent.high + half);
    } else {
      widen(from, extent.high);
      const markers = trace.type === 'scatter' && trace.mode?.includes('markers');
      padded ||= side === 'y' || Boolean(markers);
      if (trace.type === 'bar' || (trace.type === 'scatter' && trace.fill === 'tozeroy'))
        if (side === 'y' && kind !== 'log') widen(0, 0);
    }
  }
  if (side === 'y' && kind !== 'log') high = Math.max(high, stackTop(traces));
  if (kind === 'category')
    return [Math.min(-0.5, low), Math.max(high, (categories?.length ?? 1) - 0.5)];
  if (!(low <= high)) return [0, 1];
  if (kind === 'log') [low, high] = [Math.log10(low), Math.log10(high)];
  if (low === high) {
    const isAlone = kind === 'log' || isSingle(traces, side, categories);
    const around = isAlone ? 0.5 : Math.abs(low) * 0.1 || 0.5;
    return [low - around, high + around];
  }
  const room = padded ? (high - low) * 0.03 : 0;
  const bars = traces.some((trace) => trace.type === 'bar');
  return [bars && low === 0 ? 0 : low - room, bars && high === 0 ? 0 : high + room];
}

/** How far the cells of a heat map reach beyond their lowest and highest centres. */
function halfSteps(at: Series): [number, number] {
  const n = at.length;
  if (n < 2) return [0.5, 0.5];
  const first = Math.abs(at[1] - at[0]) / 2;
  const last = Math.abs(at[n - 1] - at[n - 2]) / 2;
  return at[0] <= at[n - 1] ? [first, last] : [last, first];
}

/** The tops of stacked bars: the sums over traces at equal x. */
function stackTop(traces: readonly Trace[]): number {
  const sums = new Map<string | number, number>();
  let top = Number.NEGATIVE_INFINITY;
  for (const trace of traces) {
    if (trace.type !== 'bar') continue;
    for (let i = 0; i < trace.y.length; i++) {
      const value = trace.y[i];
      if (!(value > 0 && value < Number.POSITIVE_INFINITY)) continue;
      const sum = (sums.get(trace.x[i]) ?? 0) + value;
      sums.set(trace.x[i], sum);
      if (sum > top) top = sum;
    }
  }
  return top;
}

/**
 * Returns the ticks of a scale, at most about `most`: the axis's own, every n-th category, or round
 * numbers.
 */
export function ticksOf(scale: Scale, most: number): Tick[] {
  const { axis, kind } = scale;
  const low = Math.min(scale.low, scale.high);
  const high = Math.max(scale.low, scale.high);
  if (axis.showticklabels === false) return [];
  if (axis.tickvals) {
    const own = axis.tickvals.map((value, i) => ({
      value,
      text: plainLabel(axis.ticktext?.[i] ?? String(value))
    }));
    return thinned(
      own.filter(({ value }) => inside(unitOf(scale, value))),
      most
    );
  }
  if (scale.categories) {
    const names = scale.categories.map((name, value) => ({ value, text: plainLabel(name) }));
    return thinned(
      names.filter(({ value }) => inside(unitOf(scale, value))),
      most
    );
  }
  return kind === 'log'
    ? logTicks(low, high, most)
    : linearTicks(low, high, most, scale.isNumbering ? 1 : 0);
}

function inside(unit: number): boolean {
  return unit >= -1e-9 && unit <= 1 + 1e-9;
}

function thinned(ticks: readonly Tick[], most: number): Tick[] {
  const step = Math.max(1, Math.ceil(ticks.length / Math.max(1, most)));
  return ticks.filter((_, i) => i % step === 0);
}
