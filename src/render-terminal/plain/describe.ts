import type { Figure, HeatmapTrace, Shape, Trace } from '../../figure/figure.ts';
import { colorRange } from '../draw/heatmap-levels.ts';
import { axesOf, coordinates, type Scale, scaleOf } from '../plan/scale.ts';
import { floats, matrixExtent } from '../plan/series.ts';
import { formatValue, plainLabel, unspaced } from '../plan/text.ts';
import { firstCursor } from '../plan/value-cursor.ts';
import { hoverText } from './hover-text.ts';
import { placeText, readings, summaryOf } from './readout.ts';

/**
 * Returns a figure in sentences, for screen readers and logs: what it shows over which axes, of
 * every trace the first, least, greatest and last value with their places, counts of NaN and Inf,
 * thresholds and the epoch cursor.
 */
export function describeFigure(figure: Figure): string {
  const title = plainLabel(figure.layout.title?.text ?? 'figure');
  const lines = [`${title}: ${kindsOf(figure)}.`];
  const pairs = [...new Set(figure.data.map((trace) => axesOf(trace).join(' ')))];
  for (const pair of pairs) {
    const [x, y] = pair.split(' ').map((id) => scaleOf(figure, id)) as [Scale, Scale];
    lines.push(`${axisText('x', x)}; ${axisText('y', y)}.`);
    for (const trace of figure.data)
      if (axesOf(trace).join(' ') === pair) lines.push(`${describeTrace(figure, trace)}.`);
  }
  return unspaced([...lines, ...noteLines(figure)].join('\n'));
}

function kindsOf(figure: Figure): string {
  const count = (type: Trace['type']) => figure.data.filter((trace) => trace.type === type).length;
  const words = [
    [count('scatter'), 'line', 'lines'],
    [count('bar'), 'set of bars', 'sets of bars'],
    [count('heatmap'), 'heat map', 'heat maps']
  ] as const;
  const said = words.filter(([n]) => n > 0).map(([n, one, many]) => `${n} ${n === 1 ? one : many}`);
  return said.length ? said.join(', ') : 'no data';
}

function axisText(side: string, scale: Scale): string {
  const name = scale.title || `${side} axis`;
  if (scale.categories) return `${name}, ${scale.categories.length} categories`;
  const end = (at: number) => formatValue(scale.kind === 'log' ? 10 ** at : at);
  return `${name} from ${end(scale.low)} to ${end(scale.high)}${scale.kind === 'log' ? ' (log scale)' : ''}`;
}

/** Returns the values of one trace as one line: `train: min 6.1e-8 at epoch 9500, …`. */
export function describeTrace(figure: Figure, trace: Trace): string {
  if (trace.type === 'heatmap') return describeMatrix(figure, trace);
  const [xId, yId] = axesOf(trace);
  const x = scaleOf(figure, xId);
  const at = coordinates(trace, 'x', x.categories);
  const values = floats(trace.y);
  const { count, first, last, low, high, nan, infinite } = summaryOf(trace);
  const name = plainLabel(trace.name ?? '') || scaleOf(figure, yId).title || 'values';
  const say = (word: string, i: number) =>
    `${word} ${formatValue(values[i])} at ${hoverText(trace, i).place || placeText(x, at[i])}`;
  const said = count === 0 ? ['no points'] : first < 0 ? ['no finite value'] : [];
  if (first >= 0) {
    if (trace.type === 'scatter' && count > 1) said.push(say('first', first));
    said.push(say('min', low), say('max', high));
    if (trace.type === 'scatter' && count > 1) said.push(say('last', last));
  }
  return `${name}: ${[...said, ...missing(nan, infinite, count)].join(', ')}`;
}

function describeMatrix(figure: Figure, trace: HeatmapTrace): string {
  const { low, high, nan, infinite } = matrixExtent(trace.z);
  const rows = trace.z.length;
  const columns = trace.z[0]?.length ?? 0;
  const measure = trace.colorbar?.title?.text ?? trace.name;
  const isOneOfSeveral = figure.data.filter(({ type }) => type === 'heatmap').length > 1;
  const names = new Set(isOneOfSeveral ? [trace.name, measure] : [measure]);
  const name = plainLabel([...names].filter(Boolean).join(', ')) || 'values';
  const [from, to] = colorRange(trace);
  const said = [`${name}: ${rows} rows of ${columns}`];
  if (Number.isNaN(low)) said.push('no finite value');
  else said.push(`min ${cellText(figure, trace, low)}`, `max ${cellText(figure, trace, high)}`);
  said.push(`colours from ${formatValue(from)} to ${formatValue(to)}`);
  // cells that hold nothing by the figure's own word are no NaN of a computation
  const word = trace.hoverongaps === false ? 'empty' : 'NaN';
  return [...said, ...missing(nan, infinite, rows * columns, word)].join(', ');
}

function cellText(figure: Figure, trace: HeatmapTrace, value: number): string {
  const [xId, yId] = axesOf(trace);
  const [x, y] = [scaleOf(figure, xId), scaleOf(figure, yId)];
  for (let row = 0; row < trace.z.length; row++) {
    const column = floats(trace.z[row]).indexOf(value);
    if (column < 0) continue;
    const said = hoverText(trace, row, column).place;
    if (said) return `${formatValue(value)} at ${said}`;
    const across = placeText(x, coordinates(trace, 'x', x.categories)[column]);
    const down = placeText(y, coordinates(trace, 'y', y.categories)[row]);
    return `${formatValue(value)} at ${across}, ${down}`;
  }
  return formatValue(value);
}

function missing(nan: number, infinite: number, all: number, word = 'NaN'): string[] {
  const said: string[] = [];
  if (nan > 0) said.push(`${nan} of ${all} ${word}`);
  if (infinite > 0) said.push(`${infinite} of ${all} Inf`);
  return said;
}

/** A span along x, by the label in its middle: `plateau: epoch 299 … 9460`. */
function windowText(figure: Figure, { name, xref = 'x', x0, x1 }: Shape): string {
  const label = figure.layout.annotations?.find(({ x }) => x === (x0 + x1) / 2)?.text ?? name ?? '';
  const place = placeText(scaleOf(figure, xref), x0);
  return `${plainLabel(label)}: ${place} … ${formatValue(x1)}`;
}

/**
 * Returns a line for every labelled threshold, event or window and one for the values at the epoch
 * cursor.
 */
export function noteLines(figure: Figure): string[] {
  const lines: string[] = [];
  for (const shape of figure.layout.shapes ?? []) {
    if (shape.type === 'rect' && shape.name !== undefined) lines.push(windowText(figure, shape));
    if (shape.type !== 'line' || shape.name === 'cursor' || shape.name === undefined) continue;
    const flat = shape.y0 === shape.y1;
    const value = flat ? shape.y0 : shape.x0;
    const label = figure.layout.annotations?.find((a) => (flat ? a.y : a.x) === value)?.text;
    const scale = scaleOf(figure, flat ? (shape.yref ?? 'y') : (shape.xref ?? 'x'));
    const text = plainLabel(label ?? '');
    const place = placeText(scale, value);
    const marked = place.startsWith(shape.name) ? `marked: ${place}` : `${shape.name} at ${place}`;
    lines.push(`${marked}${text ? `: ${text}` : ''}`);
  }
  const cursor = figure.layout.shapes?.find(({ name }) => name === 'cursor');
  const at = cursor ? firstCursor(figure) : null;
  if (at && at.y === undefined) {
    const { place, readings: found } = readings(figure, at);
    const values = found.map(
      ({ name, value, elsewhere }) =>
        `${name} ${formatValue(value)}${elsewhere && ` (${elsewhere})`}`
    );
    if (values.length) lines.push(`at ${place}: ${values.join(', ')}`);
  }
  return lines;
}
