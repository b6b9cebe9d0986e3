import { DEFAULT_COLOR, putCell } from '../../cells/cells.ts';
import type { ScatterTrace, Series } from '../../figure/figure.ts';
import { scaleColor } from '../color/color-scale.ts';
import { hasLine, hasMarkers, isPaper, symbolOf } from '../color/trace-style.ts';
import type { Subplot } from '../plan/plan.ts';
import { coordinates, slotOf, unitOf } from '../plan/scale.ts';
import { floats, isSorted } from '../plan/series.ts';
import { type Canvas, columnOf, gridRowOf } from './canvas.ts';
import { type OwnDots, showCoinciding } from './coinciding.ts';
import {
  addDot,
  createDots,
  type Dots,
  dotsPerCell,
  drawSpan,
  ownerAt,
  stampDots
} from './dots.ts';
import { columnSpans, drawLine, rowOf } from './trace-dots.ts';

/** The contrast that points of a colour scale get at least: its dark end is seen on dark, too. */
const SEEN = 2;

/** Most curves of which each is looked for under the others. */
const MOST_APART = 12;

/**
 * Draws the lines and points of a subplot's scatter traces; later traces lie over earlier ones, but
 * curves that coincide are seen in turn.
 */
export function drawScatter(canvas: Canvas, subplot: Subplot): void {
  const { plot } = subplot;
  const dots = createDots(canvas.marks, plot.width, plot.height);
  const colors = new Map<number, number>();
  const traces = inOrder(canvas, subplot).filter(({ trace }) => trace.type === 'scatter');
  if (plot.width < 1 || plot.height < 1 || traces.length === 0) return;
  const lines = new Set(
    traces.flatMap(({ trace, index }) =>
      trace.type === 'scatter' && hasLine(trace) ? [index] : []
    )
  );
  const curves: OwnDots[] = [];
  for (const { trace, index } of traces) {
    if (trace.type !== 'scatter') continue;
    const style = canvas.styles[index];
    colors.set(index, style.color);
    const x = coordinates(trace, 'x', subplot.x.categories);
    const y = coordinates(trace, 'y', subplot.y.categories);
    if (hasLine(trace)) {
      const look = {
        dash: style.dash,
        step: trace.line?.shape === 'hv',
        bridge: trace.connectgaps ?? false
      };
      if (isScaled(trace)) {
        const path = createDots(canvas.marks, plot.width, plot.height);
        drawLine(path, index, x, y, subplot, look);
        // a path whose points have the colours of a scale has them between its points as well
        layOver(
          dots,
          path,
          shadesOf(dots, subplot, x, y, pointOwners(canvas, trace, index, colors))
        );
        continue;
      }
      drawLine(dots, index, x, y, subplot, look);
      if (canvas.solo === null && lines.size > 1 && lines.size <= MOST_APART) {
        const own = createDots(canvas.marks, plot.width, plot.height);
        drawLine(own, index, x, y, subplot, look);
        curves.push({ owner: index, dots: own });
      }
    } else if (hasMarkers(trace) && isDense(y, plot.width)) {
      // each colour of the points owns cells of its own
      const owner = pointOwners(canvas, trace, index, colors);
      drawPoints(dots, subplot, x, y, owner, lines);
    }
  }
  showCoinciding(dots, curves);
  stampDots(
    canvas.grid,
    plot,
    dots,
    (owner) => colors.get(owner) ?? DEFAULT_COLOR,
    (owner) => (canvas.styles[owner] ?? canvas.styles[0]).glyph.charCodeAt(0)
  );
  for (const { trace, index } of traces)
    if (trace.type === 'scatter' && hasMarkers(trace)) drawGlyphs(canvas, subplot, trace, index);
  for (const { trace } of traces) if (trace.type === 'scatter') drawMissing(canvas, subplot, trace);
}

/**
 * Returns the traces as they lie over each other: what is seen alone on top, or all without
 * colours.
 */
export function inOrder({ solo, palette }: Canvas, { traces }: Subplot): Subplot['traces'] {
  if (solo === null) return traces;
  const alone = traces.filter(({ trace }) => trace.name === solo);
  const others = traces.filter(({ trace }) => trace.name !== solo);
  return palette.depth === 'none' ? alone : [...others, ...alone];
}

/** The owner of the last part of a path in each cell, -1 where it does not go. */
function shadesOf(
  { width, height, perColumn, perRow, columns, owner: cells }: Dots,
  subplot: Subplot,
  x: Series,
  y: Series,
  owner: (i: number) => number
): Int16Array {
  const shades = new Int16Array(cells.length).fill(-1);
  const n = Math.min(x.length, y.length);
  const across = Float64Array.from({ length: n }, (_, i) => unitOf(subplot.x, x[i]) * width);
  const down = Float64Array.from({ length: n }, (_, i) => (1 - unitOf(subplot.y, y[i])) * height);
  for (let i = 0; i + 1 < n; i++) {
    const [dx, dy] = [across[i + 1] - across[i], down[i + 1] - down[i]];
    const steps = Math.min(width + height, Math.ceil(Math.max(Math.abs(dx), Math.abs(dy))) + 1);
    for (let step = 0; step <= steps; step++) {
      const column = Math.floor(across[i] + (dx * step) / steps);
      const row = Math.floor(down[i] + (dy * step) / steps);
      if (column >= 0 && row >= 0 && column < width && row < height)
        shades[Math.floor(row / perRow) * columns + Math.floor(column / perColumn)] = owner(i);
    }
  }
  return shades;
}

/** Lays the dots of a path over others, each cell in the last shade of the path there. */
function layOver(dots: Dots, path: Dots, shades: Int16Array): void {
  const { columns } = dots;
  path.bits.forEach((bits, cell) => {
    if (bits === 0) return;
    dots.bits[cell] = bits;
    // A dot that was rounded into a cell beside has the shade of that.
    const near = [0, -1, 1, -columns, columns].map((by) => shades[cell + by] ?? -1);
    dots.owner[cell] = near.find((shade) => shade >= 0) ?? path.owner[cell];
  });
}

/** Returns whether the points of a line are coloured by numbers. */
export function isScaled(trace: ScatterTrace): boolean {
  const { color } = trace.marker ?? {};
  return hasMarkers(trace) && color !== undefined && typeof color[0] === 'number';
}

/** More than one point per four columns: glyphs would run together, dots do not. */
function isDense(y: Series, width: number): boolean {
  return y.length * 4 > width;
}

function pointOwners(
  canvas: Canvas,
  trace: ScatterTrace,
  index: number,
  colors: Map<number, number>
): (i: number) => number {
  const codeOf = pointColors(canvas, trace, index);
  const owners = new Map<number, number>();
  return (i) => {
    const code = codeOf(i);
    let owner = owners.get(code);
    if (owner === undefined) {
      owner = owners.size === 0 ? index : 1000 + colors.size;
      owners.set(code, owner);
      colors.set(owner, code);
    }
    return owner;
  };
}

/**
 * Returns the colour code of each point of a trace; of a colour scale at most `steps` different
 * ones.
 */
export function pointColors(
  canvas: Canvas,
  trace: ScatterTrace,
  index: number,
  steps = Number.POSITIVE_INFINITY
): (i: number) => number {
  const given = trace.marker?.color;
  const own = canvas.styles[index].color;
  if (given === undefined || typeof given === 'string' || isPaper(given[0])) return () => own;
  if (typeof given[0] === 'string')
    return (i) => canvas.palette.line(String(given[i]), trace.opacity ?? 1);
  const { colorscale, cmin = 0, cmax = 1 } = trace.marker!;
  return (i) => {
    const share = (Number(given[i]) - cmin) / (cmax - cmin);
    const shown = steps < Number.POSITIVE_INFINITY ? Math.round(share * steps) / steps : share;
    const rgb = scaleColor(colorscale, Number.isNaN(shown) ? 0 : shown);
    return canvas.palette.line(`#${rgb.toString(16).padStart(6, '0')}`, 1, SEEN);
  };
}

function drawPoints(
  dots: ReturnType<typeof createDots>,
  subplot: Subplot,
  x: Series,
  y: Series,
  owner: (i: number) => number,
  lines: ReadonlySet<number>
): void {
  const n = Math.min(x.length, y.length);
  // On a curve, points in every column would only take its colour from it.
  const isCovering = n >= subplot.plot.width;
  for (let i = 0; i < n; i++) {
    const column = slotOf(unitOf(subplot.x, x[i]), dots.width);
    const row = rowOf(subplot.y, y[i], dots.height);
    if (column < 0 || row < 0) continue;
    const below = ownerAt(dots, column, row);
    if (lines.has(below)) addDot(dots, isCovering ? below : owner(i), column, row);
    else drawSpan(dots, owner(i), column, row, row);
  }
}

function drawGlyphs(canvas: Canvas, subplot: Subplot, trace: ScatterTrace, index: number): void {
  const x = floats(coordinates(trace, 'x', subplot.x.categories));
  const y = floats(coordinates(trace, 'y', subplot.y.categories));
  if (isDense(y, subplot.plot.width)) return;
  const glyph = canvas.marks === 'ascii' ? canvas.styles[index].glyph : symbolOf(trace);
  const colorOf = pointColors(canvas, trace, index);
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    const column = columnOf(subplot, x[i]);
    const row = gridRowOf(subplot, y[i]);
    if (column >= 0 && row >= 0)
      putCell(canvas.grid, column, row, glyph.codePointAt(0)!, colorOf(i));
  }
}

/**
 * Marks what has no place on the axis: NaN as × and what is below as ↓ in the plot's last row, what
 * is above as ↑ in its first.
 */
function drawMissing(canvas: Canvas, subplot: Subplot, trace: ScatterTrace): void {
  const { plot } = subplot;
  const x = coordinates(trace, 'x', subplot.x.categories);
  const y = coordinates(trace, 'y', subplot.y.categories);
  const rising = hasLine(trace) && subplot.x.low < subplot.x.high;
  const put = (column: number, bits: number) => {
    const ascii = canvas.marks === 'ascii';
    const bottom = plot.top + plot.height - 1;
    const glyph = (mark: string, plain: string) => (ascii ? plain : mark).codePointAt(0)!;
    const at = plot.left + column;
    if (bits & 2) putCell(canvas.grid, at, plot.top, glyph('↑', '^'), canvas.palette.warn);
    if (bits & 4) putCell(canvas.grid, at, bottom, glyph('↓', 'v'), canvas.palette.warn);
    if (bits & 1) putCell(canvas.grid, at, bottom, glyph('×', 'x'), canvas.palette.warn);
  };
  const positiveOnly = subplot.y.kind === 'log';
  const spans = rising ? spansOf(canvas, subplot, x, y, positiveOnly) : null;
  if (spans) {
    const perColumn = spans.marks.length / plot.width;
    for (let i = 0; i < spans.marks.length; i++)
      if (spans.marks[i]) put(Math.floor(i / perColumn), spans.marks[i]);
    return;
  }
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    const value = y[i];
    if (Number.isFinite(value) && !(positiveOnly && value <= 0)) continue;
    const column = slotOf(unitOf(subplot.x, x[i]), plot.width);
    if (column < 0 || column >= plot.width) continue;
    put(column, Number.isNaN(value) ? 1 : value > 0 ? 2 : 4);
  }
}

function spansOf(canvas: Canvas, subplot: Subplot, x: Series, y: Series, positiveOnly: boolean) {
  if (!isSorted(x)) return null;
  const [perColumn] = dotsPerCell(canvas.marks);
  return columnSpans(x, y, subplot.plot.width * perColumn, subplot.x, positiveOnly);
}
