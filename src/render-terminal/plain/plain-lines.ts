import asciichart from 'asciichart';
import type { Figure, ScatterTrace, Series, Trace } from '../../figure/figure.ts';
import { hasMarkers, symbolOf } from '../color/trace-style.ts';
import {
  coordinates,
  dataAt,
  type Scale,
  scaleOf,
  slotOf,
  ticksOf,
  unitOf
} from '../plan/scale.ts';
import { floats, lowerBound, nearestIndex } from '../plan/series.ts';
import { plainLabel } from '../plan/text.ts';
import type { PlainSize } from './plain-text.ts';

// asciichart's symbols: axis at 0, axis, two unused line ends, level, down into, up out of, down
// out of, up into, upright
const LINES = ['┼┤╶╴─╰╭╮╯│', '┼┤╶╴═╚╔╗╝║', '┼┤╶╴━┗┏┓┛┃', '┼┤╶╴┄╰╭╮╯┆'];
const ASCII_LINES = ['+|---\\//\\|', '', '', ''];
const LETTERS = 'oxabcdefghijkl';

/**
 * Returns a chart of lines over rising x, drawn by asciichart: a legend, the rows with their y
 * labels, the x labels.
 */
export function plainLines(figure: Figure, size: PlainSize): string[] {
  const [x, y] = [scaleOf(figure, 'x'), scaleOf(figure, 'y')];
  const rows = Math.max(2, size.height - 1);
  const ticks = new Map(
    ticksOf(y, Math.max(2, Math.round(rows / 3))).map((tick) => [
      Math.round(unitOf(y, tick.value) * rows),
      tick.text
    ])
  );
  const gutter = Math.max(1, ...[...ticks.values()].map((text) => text.length));
  const columns = Math.max(4, size.width - gutter - 2);
  const canvas = emptyRows(rows + 1, gutter, columns, ticks, size.ascii);
  drawGuides(canvas, figure, x, y, gutter + 2, rows, columns, size.ascii);
  const traces = figure.data.filter((trace) => trace.type === 'scatter');
  traces.forEach((trace, order) => {
    if (trace.type !== 'scatter' || (trace.hoverinfo === 'skip' && traces.length > 1)) return;
    const place = { rows, columns, left: gutter + 2, ascii: size.ascii };
    if (isLine(trace)) drawTrace(canvas, trace, order, x, y, place);
    if (hasMarkers(trace)) drawPoints(canvas, trace, x, y, place);
  });
  const header = [plainLabel(y.title), legendLine(traces, size.ascii)].filter(Boolean).join('   ');
  const labels = tickLine(x, gutter + 2, columns);
  return [...(header ? [header] : []), ...canvas.map((row) => row.join('').trimEnd()), labels];
}

function emptyRows(
  count: number,
  gutter: number,
  columns: number,
  ticks: ReadonlyMap<number, string>,
  ascii: boolean
): string[][] {
  return Array.from({ length: count }, (_, row) => {
    const label = ticks.get(count - 1 - row);
    const axis = label === undefined ? (ascii ? '|' : '│') : ascii ? '+' : '┤';
    return [...(label ?? '').padStart(gutter), ' ', axis, ...' '.repeat(columns)];
  });
}

function drawGuides(
  canvas: string[][],
  figure: Figure,
  x: Scale,
  y: Scale,
  left: number,
  rows: number,
  columns: number,
  ascii: boolean
): void {
  for (const shape of figure.layout.shapes ?? []) {
    if (shape.type !== 'line') continue;
    if (shape.y0 === shape.y1) {
      const row = canvas[rows - Math.round(unitOf(y, shape.y0) * rows)];
      for (let c = 0; row && c < columns; c++) row[left + c] = ascii ? (c % 2 ? ' ' : '-') : '┄';
    } else if (shape.x0 === shape.x1) {
      const column = slotOf(unitOf(x, shape.x0), columns);
      if (column < 0 || column >= columns) continue;
      for (const row of canvas)
        row[left + column] = ascii ? ':' : shape.name === 'cursor' ? '┊' : '┆';
    }
  }
}

function drawTrace(
  canvas: string[][],
  trace: ScatterTrace,
  order: number,
  x: Scale,
  y: Scale,
  place: { rows: number; columns: number; left: number; ascii: boolean }
): void {
  const { rows, columns, left, ascii } = place;
  const values = sampled(trace, x, y, columns + 1);
  const known = filled(values);
  if (!known) return;
  // asciichart puts the value v of a chart from 1 to rows + 1 on row v; 1 keeps its zero line away
  const chart = asciichart
    .plot(
      known.map((unit) => 1 + Math.min(rows, Math.max(0, unit * rows))),
      {
        min: 1,
        max: rows + 1,
        height: rows,
        offset: 1,
        padding: '',
        format: () => '',
        symbols: symbolsOf(order, ascii)
      }
    )
    .split('\n');
  for (let row = 0; row <= rows; row++)
    for (let c = 0; c < columns; c++) {
      const char = chart[row]?.[c + 1] ?? ' ';
      const outside = known[c] < -0.02 || known[c] > 1.02;
      if (char !== ' ' && !outside && !gap(values, c)) canvas[row][left + c] = char;
    }
  for (let c = 0; c < columns; c++)
    if (isMissing(trace, x, y, c, columns)) canvas[rows][left + c] = ascii ? 'x' : '×';
}

/** The edges of a band have lines of no width, which are drawn too: nothing else shows the band. */
function isLine(trace: ScatterTrace): boolean {
  return (trace.mode ?? 'lines').includes('lines');
}

function drawPoints(
  canvas: string[][],
  trace: ScatterTrace,
  x: Scale,
  y: Scale,
  place: { rows: number; columns: number; left: number; ascii: boolean }
): void {
  const { rows, columns, left, ascii } = place;
  const at = coordinates(trace, 'x', x.categories);
  if (at.length * 4 > columns) return;
  for (let i = 0; i < at.length; i++) {
    const column = slotOf(unitOf(x, at[i]), columns);
    const row = rows - Math.round(unitOf(y, trace.y[i] ?? Number.NaN) * rows);
    if (column >= 0 && column < columns && canvas[row])
      canvas[row][left + column] = ascii ? 'o' : symbolOf(trace);
  }
}

function symbolsOf(order: number, ascii: boolean): string[] {
  const own = (ascii ? ASCII_LINES : LINES)[order];
  return own
    ? [...own]
    : new Array<string>(10).fill(LETTERS[(order - (ascii ? 1 : 4)) % LETTERS.length]);
}

function gap(values: Float64Array, column: number): boolean {
  return Number.isNaN(values[column]) || Number.isNaN(values[column + 1]);
}

/**
 * Heights (0–1) of a trace at evenly spaced places: the nearest stored point, or on the line
 * between two where points are few.
 */
function sampled(trace: ScatterTrace, x: Scale, y: Scale, count: number): Float64Array {
  const at = floats(coordinates(trace, 'x', x.categories));
  const values = floats(trace.y);
  const units = new Float64Array(count).fill(Number.NaN);
  const dense = at.length > count;
  for (let k = 0; k < count; k++) {
    const position = dataAt(x, k / (count - 1));
    if (position < at[0] - 1e-9 || position > at[at.length - 1] + 1e-9) continue;
    const right = Math.min(at.length - 1, lowerBound(at, position));
    const left = Math.max(0, right - 1);
    if (dense || at[right] === at[left] || trace.line?.shape === 'hv') {
      const i =
        trace.line?.shape === 'hv' && at[right] > position ? left : nearestIndex(at, position);
      units[k] = unitOf(y, values[i]);
    } else {
      const share =
        (unitOf(x, position) - unitOf(x, at[left])) / (unitOf(x, at[right]) - unitOf(x, at[left]));
      const [a, b] = [unitOf(y, values[left]), unitOf(y, values[right])];
      units[k] = share <= 0 ? a : share >= 1 ? b : a + (b - a) * share;
    }
  }
  return units;
}

/**
 * Gaps closed with the nearest height before (or after), since asciichart takes no NaN; null where
 * nothing is known.
 */
function filled(values: Float64Array): number[] | null {
  const first = values.find((value) => !Number.isNaN(value));
  if (first === undefined) return null;
  let last = first;
  return Array.from(values, (value) => {
    if (!Number.isNaN(value)) last = value;
    return last;
  });
}

function isMissing(
  trace: ScatterTrace,
  x: Scale,
  y: Scale,
  column: number,
  columns: number
): boolean {
  const at: Series = floats(coordinates(trace, 'x', x.categories));
  const from = lowerBound(floats(at), dataAt(x, column / columns));
  const to = lowerBound(floats(at), dataAt(x, (column + 1) / columns));
  for (let i = from; i < to; i++)
    if (Number.isNaN(unitOf(y, trace.y[i] ?? Number.NaN))) return true;
  return false;
}

function legendLine(traces: Figure['data'], ascii: boolean): string {
  const named = traces
    .map((trace, order) => ({ trace, order }))
    .filter(({ trace }) => trace.type === 'scatter' && trace.name && trace.hoverinfo !== 'skip');
  if (named.length < 2) return '';
  return named
    .map(({ trace, order }) => `${sampleOf(trace, order, ascii)} ${plainLabel(trace.name!)}`)
    .join('   ');
}

function sampleOf(trace: Trace, order: number, ascii: boolean): string {
  if (trace.type === 'scatter' && !isLine(trace)) return ascii ? 'o' : symbolOf(trace);
  return symbolsOf(order, ascii)[4].repeat(2);
}

function tickLine(x: Scale, left: number, columns: number): string {
  const line = new Array<string>(left + columns).fill(' ');
  const put = (text: string, centre: number) => {
    const from = Math.max(
      0,
      Math.min(line.length - text.length, centre - Math.floor(text.length / 2))
    );
    if (line.slice(Math.max(0, from - 1), from + text.length + 1).some((char) => char !== ' '))
      return;
    [...text].forEach((char, i) => {
      line[from + i] = char;
    });
  };
  if (x.title) put(x.title, line.length);
  for (const tick of ticksOf(x, Math.max(2, Math.floor(columns / 12)))) {
    const column = slotOf(unitOf(x, tick.value), columns);
    if (column >= 0 && column < columns) put(tick.text, left + column);
  }
  return line.join('').trimEnd();
}
