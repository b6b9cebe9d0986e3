import { gridLines } from '../../cells/cells.ts';
import type { Axis, BarTrace, Figure, Series, Trace } from '../../figure/figure.ts';
import { textWidth } from '../../text/width.ts';
import { hasLine } from '../color/trace-style.ts';
import { drawFigure } from '../draw/draw-figure.ts';
import { panelTitle } from '../draw/panel-title.ts';
import { axesOf, axisOf, coordinates, type Scale, scaleOf } from '../plan/scale.ts';
import { floats, isSorted } from '../plan/series.ts';
import { formatValue, plainLabel, unspaced } from '../plan/text.ts';
import { describeTrace, noteLines } from './describe.ts';
import { hoverText } from './hover-text.ts';
import { plainLines } from './plain-lines.ts';

/** How a figure is printed. */
export interface PlainOptions {
  /** Columns at most (80; at least 20). */
  readonly width?: number;
  /** Rows of each chart, without title and values (16; at least 3). */
  readonly height?: number;
  /** Only characters up to code 126. */
  readonly ascii?: boolean;
}

/** The options with every value filled in. */
export type PlainSize = Required<PlainOptions>;

/** Bars up to this number get a row each. */
const MOST_BAR_ROWS = 30;

/**
 * Returns a figure as lines of text without escape sequences, for pipes, logs and dumb terminals:
 * each pair of axes as a chart (lines through asciichart, few bars as rows, everything else in
 * characters), then the values of every trace with the places of least and greatest, the counts of
 * NaN and Inf, thresholds and the epoch cursor.
 */
export function plainText(figure: Figure, options: PlainOptions = {}): string {
  const size: PlainSize = {
    width: Math.max(20, Math.floor(options.width ?? 80)),
    height: Math.max(3, Math.floor(options.height ?? 16)),
    ascii: options.ascii ?? false
  };
  const lines: string[] = [];
  const title = figure.layout.title?.text;
  if (title) lines.push(plainLabel(title), '');
  for (const pair of new Set(figure.data.map((trace) => axesOf(trace).join(' ')))) {
    const [x, y] = pair.split(' ') as [string, string];
    const part = onlyAxes(figure, x, y);
    lines.push(...chartLines(part, size), '');
    for (const trace of part.data) if (isTold(trace)) lines.push(describeTrace(part, trace));
    lines.push('');
  }
  if (figure.data.length === 0) lines.push('no data');
  lines.push(...noteLines(figure));
  const clean = lines.map((line) => (size.ascii ? plainLabel(line, true) : line).trimEnd());
  return `${unspaced(clean.join('\n'))
    .replace(/\n{3,}/g, '\n\n')
    .trimEnd()}\n`;
}

function isTold(trace: Trace): boolean {
  return trace.type !== 'scatter' || trace.hoverinfo !== 'skip';
}

/** Returns the part of a figure on one pair of axes, over its whole width. */
function onlyAxes(figure: Figure, x: string, y: string): Figure {
  const data = figure.data
    .filter((trace) => axesOf(trace).join(' ') === `${x} ${y}`)
    .map((trace) => ({ ...trace, xaxis: 'x', yaxis: 'y' }));
  const here = (ref: string | undefined, id: string) => {
    const axis = (ref ?? id[0]).split(' ')[0];
    return axis === 'paper' || axis === id;
  };
  const placed = <T extends { readonly xref?: string; readonly yref?: string }>(
    items?: readonly T[]
  ) =>
    (items ?? [])
      .filter(({ xref, yref }) => here(xref, x) && here(yref, y))
      .map((item) => ({
        ...item,
        xref: item.xref === x ? 'x' : item.xref,
        yref: item.yref === y ? 'y' : item.yref
      }));
  const { barmode, bargap, template } = figure.layout;
  const title = panelTitle(figure, axisOf(figure, x), axisOf(figure, y));
  return {
    data,
    layout: {
      barmode,
      bargap,
      template,
      xaxis: { ...alone(figure, x), domain: [0, 1] },
      yaxis: { ...alone(figure, y), domain: [0, 1], overlaying: undefined },
      shapes: placed(figure.layout.shapes),
      annotations: [
        ...(title ? [{ ...title, x: 0.5, y: 1 }] : []),
        ...placed(figure.layout.annotations).filter(
          ({ xref, yref }) => xref !== 'paper' || yref !== 'paper'
        )
      ]
    }
  };
}

/**
 * Returns an axis with the numbers and the title that it leaves to a neighbour of the same range.
 */
function alone(figure: Figure, id: string): Axis {
  const own = axisOf(figure, id);
  if (own.showticklabels !== false) return own;
  const span = ({ low, high }: Scale) => `${low} ${high}`;
  const range = span(scaleOf(figure, id));
  const side = id[0] === 'x' ? 0 : 1;
  const numbered = figure.data
    .map((trace) => axesOf(trace)[side])
    .find(
      (other) =>
        axisOf(figure, other).showticklabels !== false && span(scaleOf(figure, other)) === range
    );
  if (numbered === undefined) return own;
  return { title: axisOf(figure, numbered).title, ...own, showticklabels: true };
}

function chartLines(figure: Figure, size: PlainSize): string[] {
  const x = scaleOf(figure, 'x');
  const curves = figure.data.every(
    (trace) => trace.type === 'scatter' && isSorted(coordinates(trace, 'x', x.categories))
  );
  const drawn = figure.data.some((trace) => trace.type === 'scatter' && hasLine(trace));
  const title = panelTitle(figure, x.axis, axisOf(figure, 'y'));
  const named = title ? [plainLabel(title.text)] : [];
  if (curves && drawn && x.low < x.high) return [...named, ...plainLines(figure, size)];
  if (figure.data.every((trace) => trace.type === 'bar')) {
    const rows = barRows(figure, size);
    if (rows) return [...named, ...rows];
  }
  const marks = size.ascii ? 'ascii' : 'block';
  const { width, height } = size;
  return gridLines(drawFigure(figure, { width, height: height + 2, marks, colors: 'none' }));
}

/**
 * One row per position, its traces as stretches of different characters; null where there are too
 * many.
 */
function barRows(figure: Figure, size: PlainSize): string[] | null {
  const traces = figure.data as readonly BarTrace[];
  const x = scaleOf(figure, 'x');
  const at = [
    ...new Set(traces.flatMap((trace) => [...floats(coordinates(trace, 'x', x.categories))]))
  ];
  if (at.length > MOST_BAR_ROWS || at.length === 0) return null;
  at.sort((a, b) => a - b);
  const sums = at.map((position) =>
    traces.map((trace) => {
      const i = floats(coordinates(trace, 'x', x.categories)).indexOf(position);
      return i < 0 ? 0 : (floats(trace.y)[i] ?? 0);
    })
  );
  const total = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0);
  if (sums.flat().some((value) => value < 0)) return null;
  const labels = at.map((position) => x.categories?.[position] ?? rowLabel(traces, position));
  const gutter = Math.max(textWidth(x.title), ...labels.map(textWidth));
  const texts = sums.map((values) => formatValue(total(values)));
  const room = size.width - gutter - 3 - Math.max(...texts.map((text) => text.length));
  const most = Math.max(...sums.map((values) => total(values.filter(Number.isFinite))), 0) || 1;
  const marks = size.ascii ? '#=+-' : '█▒░▓';
  const bar = size.ascii ? '|' : '│';
  const lines = sums.map((values, row) => {
    let drawn = '';
    let sum = 0;
    values.forEach((value, i) => {
      sum += Number.isFinite(value) ? value : 0;
      const to = Math.max(
        Math.round((sum / most) * Math.max(0, room)),
        value > 0 ? drawn.length + 1 : 0
      );
      drawn = drawn.padEnd(to, marks[i % marks.length]);
    });
    return `${onRight(labels[row], gutter)} ${bar}${drawn} ${texts[row]}`;
  });
  const names = traces.map(
    (trace, i) => `${marks[i % marks.length]} ${plainLabel(trace.name ?? '')}`
  );
  const legend = traces.length > 1 ? [`${' '.repeat(gutter + 2)}${names.join('   ')}`] : [];
  const titles = `${onRight(x.title, gutter)}   ${scaleOf(figure, 'y').title}`;
  return [...(titles.trim() ? [titles] : []), ...legend, ...lines];
}

/** A bar's own name where its hover text has a short one, else its position. */
function rowLabel(traces: readonly BarTrace[], position: number): string {
  const only = traces.length === 1 ? traces[0] : null;
  const said = only ? hoverText(only, floats(only.x as Series).indexOf(position)).place : '';
  return said !== '' && said.length <= 12 ? said : formatValue(position, 3);
}

function onRight(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - textWidth(text))) + text;
}
