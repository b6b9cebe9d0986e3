import type { ScatterTrace, Series } from '../../figure/figure.ts';
import { hasLine, hasMarkers, isPaper } from '../color/trace-style.ts';
import { inOrder, isScaled, pointColors } from '../draw/draw-scatter.ts';
import { columnSpans } from '../draw/trace-dots.ts';
import { coordinates } from '../plan/scale.ts';
import { floats, isSorted } from '../plan/series.ts';
import { acrossOf, type Brush, downOf } from './brush.ts';
import { type Polyline, strokeLine } from './strokes.ts';
import { drawSymbol } from './symbols.ts';

/** Colours of a path or of points along a colour scale: with soft edges 256 are soon taken. */
const SHADES = 24;
/** Most curves of which each is looked for under the others. */
const MOST_APART = 12;
/** Plotly's size of points that bring none. */
const USUAL_SIZE = 6;

interface Curve {
  readonly trace: ScatterTrace;
  readonly index: number;
  readonly x: Series;
  readonly y: Series;
}

/**
 * Draws the lines and points of a subplot's scatter traces; later traces lie over earlier ones, but
 * curves that coincide are seen in turn.
 */
export function drawCurves(brush: Brush): void {
  const { canvas, subplot } = brush;
  const curves: Curve[] = inOrder(canvas, subplot).flatMap(({ trace, index }) =>
    trace.type === 'scatter'
      ? [
          {
            trace,
            index,
            x: coordinates(trace, 'x', subplot.x.categories),
            y: coordinates(trace, 'y', subplot.y.categories)
          }
        ]
      : []
  );
  const lines = new Map(
    curves.flatMap((curve) =>
      hasLine(curve.trace) ? [[curve, lineOf(brush, curve)] as const] : []
    )
  );
  const isApart = canvas.solo === null && lines.size > 1 && lines.size <= MOST_APART;
  const plain = [...lines.keys()].filter(({ trace }) => !isScaled(trace));
  const turns = isApart
    ? turnsOf(
        brush,
        plain.map((curve) => lines.get(curve)!)
      )
    : [];
  for (const curve of curves) {
    const line = lines.get(curve);
    if (line) drawLine(brush, curve, line, turns[plain.indexOf(curve)] ?? null);
    if (hasMarkers(curve.trace) && !(line && curve.y.length > brush.raster.width / 4))
      drawPoints(brush, curve);
    drawMissing(brush, curve);
  }
}

/** The points of a line in pixels; of a rising one at most four a column. */
function lineOf(brush: Brush, { trace, x, y }: Curve): Polyline {
  const { subplot } = brush;
  const bridge = trace.connectgaps ?? false;
  const isStepped = trace.line?.shape === 'hv';
  const isRising = isSorted(x) && subplot.x.low < subplot.x.high;
  if (isRising && !isScaled(trace)) return risingLine(brush, x, y, bridge, isStepped);
  const line: Polyline = { x: [], y: [] };
  const [across, down] = [floats(x), floats(y)];
  for (let i = 0; i < Math.min(across.length, down.length); i++) {
    const [px, py] = [acrossOf(brush, across[i]), downOf(brush, down[i])];
    if (!Number.isFinite(px + py)) {
      // a path with a colour for each point keeps their numbers
      if (!bridge || isScaled(trace)) add(line, Number.NaN, Number.NaN);
    } else {
      if (isStepped && line.y.length > 0) add(line, px, line.y.at(-1)!);
      add(line, px, py);
    }
  }
  return line;
}

function risingLine(
  brush: Brush,
  x: Series,
  y: Series,
  bridge: boolean,
  isStepped: boolean
): Polyline {
  const { raster, subplot } = brush;
  const spans = columnSpans(x, y, raster.width, subplot.x, subplot.y.kind === 'log');
  const line: Polyline = { x: [], y: [] };
  const put = (px: number, value: number) => {
    const py = downOf(brush, value);
    if (isStepped && line.y.length > 0 && !Number.isNaN(line.y.at(-1)!))
      add(line, px, line.y.at(-1)!);
    add(line, px, py);
  };
  if (!Number.isNaN(spans.before[0])) put(spans.before[0] + 0.5, spans.before[1]);
  for (let column = 0; column < raster.width; column++) {
    const gaps = bridge ? 0 : spans.gaps[column];
    if (gaps & 1) add(line, Number.NaN, Number.NaN);
    const first = spans.first[column];
    if (Number.isNaN(first)) continue;
    const [low, high, last] = [spans.low[column], spans.high[column], spans.last[column]];
    put(column + 0.5, first);
    if (low !== first || high !== first) {
      // up and down again, in the order that ends nearer to the last value
      const ends = last - low < high - last ? [high, low] : [low, high];
      for (const value of [...ends, last]) add(line, column + 0.5, downOf(brush, value));
    }
    if (gaps & 2) add(line, Number.NaN, Number.NaN);
  }
  if (!Number.isNaN(spans.after[0])) put(spans.after[0] + 0.5, spans.after[1]);
  return line;
}

function add(line: Polyline, x: number, y: number): void {
  line.x.push(x);
  line.y.push(y);
}

function drawLine(
  brush: Brush,
  { trace, index }: Curve,
  line: Polyline,
  without: Uint8Array | null
): void {
  const { raster, canvas, penOf } = brush;
  const style = canvas.styles[index];
  const width = brush.line * Math.min(1.5, Math.max(0.8, (trace.line?.width ?? 2) / 2));
  const dash = style.dash ? style.dash.map((dots) => dots * 2 * brush.line) : null;
  const colorOf = isScaled(trace) ? pointColors(canvas, trace, index, SHADES) : () => style.color;
  const only = penOf(style.color);
  const pen = isScaled(trace) ? (i: number) => penOf(colorOf(i)) : () => only;
  strokeLine(raster, line, { width, dash, without }, pen);
}

function drawPoints(brush: Brush, { trace, index, x, y }: Curve): void {
  const { raster, canvas, penOf, scale } = brush;
  const { size, symbol = 'circle', color } = trace.marker ?? {};
  const colorOf = pointColors(canvas, trace, index, SHADES);
  const isOpen = symbol.endsWith('-open') || isPaper(color);
  const name = symbol.replace('-open', '');
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    const [px, py] = [acrossOf(brush, x[i]), downOf(brush, y[i])];
    if (!(px >= 0 && py >= 0 && px <= raster.width && py <= raster.height)) continue;
    const across = Number(typeof size === 'number' ? size : (size?.[i] ?? USUAL_SIZE));
    const radius = Math.max(1, Math.min(12, across / 2) * scale);
    drawSymbol(raster, px, py, { symbol: name, radius, isHollow: isOpen }, penOf(colorOf(i)));
  }
}

/**
 * Marks what has no place on the axis at the edge: NaN and what is below at the lower one, what is
 * above at the upper one.
 */
function drawMissing(brush: Brush, { trace, x, y }: Curve): void {
  const { raster, canvas, subplot, penOf, scale } = brush;
  const isLog = subplot.y.kind === 'log';
  const pen = penOf(canvas.palette.warn);
  const radius = 4 * scale;
  const put = (px: number, bits: number) => {
    const mark = (symbol: string, py: number) =>
      drawSymbol(raster, px, py, { symbol, radius, isHollow: false }, pen);
    if (bits & 2) mark('triangle-up', radius + 1);
    if (bits & 4) mark('triangle-down', raster.height - radius - 2);
    if (bits & 1) mark('x', raster.height - radius - 2);
  };
  const isRising = hasLine(trace) && isSorted(x) && subplot.x.low < subplot.x.high;
  if (isRising) {
    const { marks } = columnSpans(x, y, raster.width, subplot.x, isLog);
    // as many as stand beside each other
    for (let column = 0, free = 0; column < marks.length; column++) {
      if (!marks[column] || column < free) continue;
      put(column, marks[column]);
      free = column + Math.ceil(2 * radius);
    }
    return;
  }
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    const value = y[i];
    if (Number.isFinite(value) && !(isLog && value <= 0)) continue;
    const px = acrossOf(brush, x[i]);
    if (px >= 0 && px <= raster.width) put(px, Number.isNaN(value) ? 1 : value > 0 ? 2 : 4);
  }
}

/** Columns in a row, in columns of cells of dots, from which on curves count as coinciding. */
const LEAST_RUN = 12;
/** Columns of pixels that each of coinciding curves is seen for in turn. */
const TURN = 9;

/**
 * For each line the columns that it leaves to others which it covers: there each is seen in turn.
 */
function turnsOf(brush: Brush, lines: readonly Polyline[]): (Uint8Array | null)[] {
  const { width } = brush.raster;
  const heights = lines.map((line) => heightsOf(line, width));
  const turn = Math.max(4, Math.round(TURN * brush.scale));
  const under: Uint8Array[] = lines.map(() => new Uint8Array(width));
  for (const [i, own] of heights.entries())
    for (const over of heights.slice(i + 1))
      for (let from = 0, column = 0; column <= width; column++) {
        if (Math.abs(own[column] - over[column]) <= brush.line / 2) continue;
        if (column - from >= LEAST_RUN * brush.scale) under[i].fill(1, from, column);
        from = column + 1;
      }
  const hidden = Uint8Array.from({ length: width }, (_, column) =>
    Number(under.some((one) => one[column] === 1))
  );
  if (!hidden.includes(1)) return lines.map(() => null);
  return lines.map((_, i) => {
    const without = new Uint8Array(width);
    for (let column = 0; column < width; column++) {
      if (hidden[column] === 0) continue;
      const covered = under.flatMap((one, k) =>
        one[column] && near(heights, k, i, column, brush.line / 2) ? [k] : []
      );
      const seen = covered[Math.floor(column / turn) % (covered.length + 1)];
      // what lies over the one whose turn it is
      if (seen !== undefined && seen < i) without[column] = 1;
    }
    return without;
  });
}

/** Whether two lines lie at one height in a column. */
function near(
  heights: readonly Float64Array[],
  a: number,
  b: number,
  column: number,
  apart: number
): boolean {
  return Math.abs(heights[a][column] - heights[b][column]) <= apart;
}

/** The height of a line that does not go back in each column; NaN where it is none or steep. */
function heightsOf({ x, y }: Polyline, width: number): Float64Array {
  const heights = new Float64Array(width + 1).fill(Number.NaN);
  for (let i = 0; i + 1 < x.length; i++) {
    const [dx, dy] = [x[i + 1] - x[i], y[i + 1] - y[i]];
    if (!(dx > 0)) continue;
    const from = Math.max(0, Math.ceil(x[i] - 0.5));
    for (let column = from; column < Math.min(width, x[i + 1] - 0.5 + 1e-9); column++)
      heights[column] = y[i] + (dy * (column + 0.5 - x[i])) / dx;
  }
  return heights;
}
