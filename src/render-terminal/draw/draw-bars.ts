import { DEFAULT_COLOR, type Rect } from '../../cells/cells.ts';
import { SOLID } from '../../cells/palette.ts';
import type { BarTrace } from '../../figure/figure.ts';
import { barWidth } from '../plan/bar-width.ts';
import type { Subplot } from '../plan/plan.ts';
import { coordinates, type Scale, unitOf } from '../plan/scale.ts';
import { floats } from '../plan/series.ts';
import type { Canvas } from './canvas.ts';

/**
 * One coloured part of a bar: steps of the height (eighths of a cell) from `from` to `to`, counted
 * from the plot's bottom.
 */
export interface Part {
  readonly from: number;
  readonly to: number;
  readonly color: number;
  readonly shade: string;
}

/** A bar, or a stack of them. */
export interface Bar {
  /** Columns [from, to) and the number of x positions that share its first column. */
  readonly from: number;
  readonly to: number;
  readonly size: number;
  readonly missing: boolean;
  readonly parts: Part[];
}

/**
 * Draws a subplot's bars in eighths of a cell. Of several bars in one cell column the longest is
 * shown.
 */
export function drawBars(canvas: Canvas, subplot: Subplot): void {
  const { plot } = subplot;
  if (plot.width < 1 || plot.height < 1) return;
  const bars = barsOf(canvas, subplot, plot.width, plot.height * 8);
  for (const bar of bars)
    for (let column = Math.max(0, bar.from); column < Math.min(plot.width, bar.to); column++)
      if (bar.missing) markMissing(canvas, plot, column);
  const perColumn = longestBars(bars, plot.width);
  const several = new Set(bars.flatMap((bar) => bar.parts.map((part) => part.shade))).size > 1;
  for (let column = 0; column < plot.width; column++) {
    const bar = perColumn[column];
    if (bar) stampBar(canvas, plot, column, bar.parts, several);
  }
}

/** Returns the longest bar of each column. */
export function longestBars(bars: readonly Bar[], columns: number): readonly (Bar | undefined)[] {
  const longest = new Array<Bar | undefined>(columns);
  for (const bar of bars)
    for (let column = Math.max(0, bar.from); column < Math.min(columns, bar.to); column++) {
      const other = longest[column];
      if (!other || bar.size > other.size) longest[column] = bar;
    }
  return longest;
}

/** Returns the bars of a subplot that is `columns` wide and `steps` high. */
export function barsOf(canvas: Canvas, subplot: Subplot, columns: number, steps: number): Bar[] {
  const traces = subplot.traces.filter(({ trace }) => trace.type === 'bar');
  const mode = canvas.figure.layout.barmode ?? 'group';
  const gap = canvas.figure.layout.bargap ?? 0.2;
  const { x, y } = subplot;
  const stacks = new Map<number, { size: number; base: number; under: number; bar: Bar }>();
  const bars: Bar[] = [];
  traces.forEach(({ trace, index }, order) => {
    if (trace.type !== 'bar') return;
    const at = floats(coordinates(trace, 'x', x.categories));
    const width = barWidth(trace, at, gap);
    const share = mode === 'group' ? width / traces.length : width;
    const shift = mode === 'group' ? (order - (traces.length - 1) / 2) * share : 0;
    const colorOf = barColors(canvas, trace, index);
    for (let i = 0; i < Math.min(at.length, trace.y.length); i++) {
      const value = Number(trace.y[i]);
      const centre = at[i] + shift;
      const known = mode === 'stack' ? stacks.get(at[i]) : undefined;
      const stack = known ?? {
        size: 0,
        base: 0,
        under: 0,
        bar: {
          ...columnsOf(x, centre, share, columns, gap),
          size: 0,
          missing: !Number.isFinite(value),
          parts: []
        }
      };
      if (!known) stacks.set(mode === 'stack' ? at[i] : bars.length + 1e9, stack);
      if (!known) bars.push(stack.bar);
      if (!Number.isFinite(value) || value === 0) continue;
      const from = value > 0 ? stack.base : stack.under;
      if (value > 0) stack.base += value;
      else stack.under += value;
      const part = partOf(y, steps, from, from + value);
      stack.bar.parts.push({ ...part, color: colorOf(i), shade: canvas.styles[index].shade });
      (stack.bar as { size: number }).size = Math.max(stack.base, -stack.under);
    }
  });
  return bars;
}

function columnsOf(x: Scale, centre: number, width: number, cells: number, gap: number) {
  const a = unitOf(x, centre - width / 2) * cells;
  const b = unitOf(x, centre + width / 2) * cells;
  const from = Math.round(Math.min(a, b) + 1e-9);
  const to = Math.round(Math.max(a, b) + 1e-9);
  if (to > from) return { from, to: gap > 0 && to - from >= 4 ? to : to };
  const only = Math.floor((a + b) / 2);
  return { from: only, to: only + 1 };
}

/** A bar that is not zero shows at least one eighth. */
function partOf(y: Scale, eighths: number, from: number, to: number) {
  const place = (value: number) => {
    const unit = y.kind === 'log' && value <= 0 ? 0 : unitOf(y, value);
    return Math.round(Math.min(1, Math.max(0, unit)) * eighths);
  };
  const [a, b] = [place(from), place(to)];
  if (a === b && unitOf(y, to) >= 0 && unitOf(y, to) <= 1)
    return to > from
      ? { from: Math.min(a, eighths - 1), to: Math.min(a, eighths - 1) + 1 }
      : { from: Math.max(0, a - 1), to: Math.max(1, a) };
  return { from: Math.min(a, b), to: Math.max(a, b) };
}

function barColors(canvas: Canvas, trace: BarTrace, index: number): (i: number) => number {
  const { color, opacity } = trace.marker ?? {};
  const whole = trace.opacity ?? 1;
  const css = (i: number) => (Array.isArray(color) ? String(color[i]) : canvas.styles[index].css);
  const share = (i: number) =>
    whole * (typeof opacity === 'number' ? opacity : Number(opacity?.[i] ?? 1));
  if (!Array.isArray(color) && (opacity === undefined || typeof opacity === 'number')) {
    const only = canvas.palette.line(css(0), share(0), SOLID);
    return () => only;
  }
  return (i) => canvas.palette.line(css(i), share(i), SOLID);
}

const EIGHTHS = ' ▁▂▃▄▅▆▇█';

function stampBar(
  canvas: Canvas,
  plot: Rect,
  column: number,
  parts: readonly Part[],
  several: boolean
): void {
  const { grid, marks, palette } = canvas;
  const rows = plot.height;
  for (let level = 0; level < rows; level++) {
    const floor = level * 8;
    const inside = parts
      .filter((part) => part.from < floor + 8 && part.to > floor)
      .sort((p, q) => p.from - q.from);
    if (inside.length === 0) continue;
    const cell = (plot.top + rows - 1 - level) * grid.width + plot.left + column;
    const low = inside[0];
    const start = Math.max(0, low.from - floor);
    const end = Math.min(8, low.to - floor);
    const next = inside[1];
    const shaded = several && (palette.depth === 'none' || marks === 'ascii');
    if (shaded || marks === 'ascii') {
      const most = inside.reduce((p, q) => (covered(q, floor) > covered(p, floor) ? q : p));
      const all = inside.reduce((sum, part) => sum + covered(part, floor), 0);
      const char = shaded ? most.shade : '#';
      if (all < 4 && floor > 0 && !(inside.length === 1 && low.from >= floor)) continue;
      grid.chars[cell] = (all < 4 && !shaded ? '.' : char).codePointAt(0)!;
      grid.fg[cell] = most.color;
    } else if (start > 0 && !next) {
      // hangs from above: a negative bar, or one that starts in the middle of a cell
      grid.chars[cell] = (end < 8 ? '━' : start <= 2 ? '█' : start <= 6 ? '▀' : '▔').codePointAt(
        0
      )!;
      grid.fg[cell] = low.color;
    } else {
      grid.chars[cell] = EIGHTHS.codePointAt(Math.max(1, end))!;
      grid.fg[cell] = low.color;
      grid.bg[cell] = next && end < 8 && next.to - floor >= 4 ? next.color : DEFAULT_COLOR;
    }
  }
}

function covered(part: Part, floor: number): number {
  return Math.min(8, part.to - floor) - Math.max(0, part.from - floor);
}

function markMissing(canvas: Canvas, plot: Rect, column: number): void {
  const { grid, marks, palette } = canvas;
  const cell = (plot.top + plot.height - 1) * grid.width + plot.left + column;
  grid.chars[cell] = (marks === 'ascii' ? 'x' : '×').codePointAt(0)!;
  grid.fg[cell] = palette.warn;
}
