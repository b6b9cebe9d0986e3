import type { Figure, HeatmapTrace, Trace } from '../../figure/figure.ts';
import { isStepped } from '../color/color-scale.ts';
import { axesOf, coordinates, type Scale, scaleOf } from '../plan/scale.ts';
import { floats, nearestIndex } from '../plan/series.ts';
import { formatValue, plainLabel, unspaced } from '../plan/text.ts';
import { type Cursor, snapCursor, splitAxes } from '../plan/value-cursor.ts';
import { hoverText } from './hover-text.ts';

/** One stored value under the value cursor. */
export interface Reading {
  /** The trace's name, or what the axis measures. */
  readonly name: string;
  readonly value: number;
  /** The value for reading: seven significant digits, or the figure's own text of a cell. */
  readonly text: string;
  /** More about it: where its point lies if not at the cursor, its rank, the figure's own text. */
  readonly note: string;
  /** Where its point lies if not at the cursor, else ''. */
  readonly elsewhere: string;
  /** Index of the trace in `figure.data`. */
  readonly trace: number;
}

/** The values under the value cursor. */
export interface Readings {
  /** Where the cursor stands: `epoch 9500`, `neuron 37, frequency 14`. */
  readonly place: string;
  /** What is measured (the y axis's title, or the colour bar's), '' if the figure does not say. */
  readonly measure: string;
  readonly readings: readonly Reading[];
}

const DIGITS = 7;

/**
 * Returns the stored values at a value cursor: of every trace the point nearest to its x, never one
 * between points; of a heat map the cell with its rank (1 is the greatest) among all cells. `place`
 * names the stop, in the words of the figure's hover text where it has one.
 */
export function readings(figure: Figure, cursor: Cursor): Readings {
  const at = snapCursor(figure, cursor);
  const [xId, yId] = splitAxes(at.axes ?? 'xy');
  const x = scaleOf(figure, xId);
  if (at.y !== undefined) return cellReadings(figure, at, x, scaleOf(figure, yId), [xId, yId]);
  const found: Reading[] = [];
  let measure = '';
  let place = '';
  figure.data.forEach((trace, index) => {
    const [ownX, ownY] = axesOf(trace);
    if (ownX !== xId || trace.type === 'heatmap') return;
    const title = scaleOf(figure, ownY).title;
    if (ownY === yId) measure = title;
    const list = coordinates(trace, 'x', x.categories);
    const i = nearestIndex(list, at.x);
    const value = trace.y[i];
    if (i < 0 || value === undefined) return;
    const here = list[i] === at.x;
    const hover = hoverText(trace, i);
    if (here && place === '') place = hover.place;
    const elsewhere = here ? '' : `at ${placeText(x, list[i])}`;
    found.push({
      name: plainLabel(trace.name ?? '') || title || 'value',
      value: value ?? Number.NaN,
      text: formatValue(value ?? Number.NaN, DIGITS),
      note: [elsewhere, hover.more].filter(Boolean).join(', '),
      elsewhere,
      trace: index
    });
  });
  return told({ place: place || placeText(x, at.x), measure, readings: found });
}

/** Returns the values at a value cursor as lines of text, the place first. */
export function readout(figure: Figure, cursor: Cursor): string[] {
  const { place, measure, readings: found } = readings(figure, cursor);
  const named = measure && found.some(({ name }) => name !== measure);
  const lines = found.map(({ name, text, note }) => `${name} ${text}${note ? ` (${note})` : ''}`);
  return [named ? `${measure} at ${place}` : place, ...lines];
}

/** Returns a position along an axis for reading: its title with the number, or the category. */
export function placeText(scale: Scale, value: number): string {
  const { categories, title, axis } = scale;
  const tick = axis.tickvals?.indexOf(value) ?? -1;
  const label = tick >= 0 ? axis.ticktext?.[tick] : undefined;
  const text = categories?.[Math.round(value)] ?? label ?? formatValue(value, DIGITS);
  return title ? `${title} ${plainLabel(text)}` : plainLabel(text);
}

function cellReadings(
  figure: Figure,
  at: Cursor,
  x: Scale,
  y: Scale,
  axes: readonly [string, string]
): Readings {
  const found: Reading[] = [];
  let measure = '';
  let place = '';
  figure.data.forEach((trace, index) => {
    if (trace.type !== 'heatmap' || axesOf(trace).join('') !== axes.join('')) return;
    if (!isWithin(figure, trace, at)) return;
    const column = nearestIndex(coordinates(trace, 'x', x.categories), at.x);
    const row = nearestIndex(coordinates(trace, 'y', y.categories), at.y ?? 0);
    const value = Number(trace.z[row]?.[column] ?? Number.NaN);
    measure = plainLabel(trace.colorbar?.title?.text ?? '');
    // What stands for an index: frequency 15 is stored as 14.
    const named = plainLabel(String(trace.text?.[row]?.[column] ?? ''));
    const isEmpty = trace.hoverongaps === false && Number.isNaN(value);
    const hover = hoverText(trace, row, column);
    // Along axes without numbers maps lie side by side: a place there is none of the cell's.
    const isBare = x.axis.showticklabels === false && hover.place === '';
    place ||= isBare ? hover.more : hover.place;
    found.push({
      name: plainLabel(trace.name ?? '') || measure || 'value',
      value,
      text: (Number.isFinite(value) && named) || (isEmpty ? 'empty' : formatValue(value, DIGITS)),
      note: [rankText(trace, value), isBare ? '' : hover.more].filter(Boolean).join(', '),
      elsewhere: '',
      trace: index
    });
  });
  const where = place || `${placeText(x, at.x)}, ${placeText(y, at.y ?? 0)}`;
  return told({ place: where, measure, readings: found });
}

/**
 * Returns true where a value cursor is on a cell of a map, or within a cell's width of it: of
 * several maps between the same axes the others have nothing to say.
 */
export function isWithin(figure: Figure, trace: HeatmapTrace, { x, y = 0 }: Cursor): boolean {
  const [xId, yId] = axesOf(trace);
  const reaches = (side: 'x' | 'y', id: string, at: number) => {
    const list = coordinates(trace, side, scaleOf(figure, id).categories);
    const [first = 0, last = first] = [list[0], list[list.length - 1]];
    const step = list.length > 1 ? Math.abs(list[1] - first) : 1;
    return at >= Math.min(first, last) - step && at <= Math.max(first, last) + step;
  };
  return reaches('x', xId, x) && reaches('y', yId, y);
}

/** Without what keeps labels as long as they are wide. */
function told({ place, measure, readings: found }: Readings): Readings {
  return {
    place: unspaced(place),
    measure: unspaced(measure),
    readings: found.map((one) => ({
      ...one,
      name: unspaced(one.name),
      text: unspaced(one.text),
      note: unspaced(one.note)
    }))
  };
}

function rankText(trace: HeatmapTrace, value: number): string {
  if (!Number.isFinite(value) || isStepped(trace.colorscale)) return '';
  let above = 0;
  let all = 0;
  for (const row of trace.z)
    for (const other of floats(row)) {
      if (!Number.isFinite(other)) continue;
      all++;
      if (other > value) above++;
    }
  return `rank ${above + 1} of ${all}`;
}

/**
 * Returns the first, least, greatest and last finite values of a trace with the indices of their
 * points.
 */
export function summaryOf(trace: Exclude<Trace, HeatmapTrace>) {
  const values = floats(trace.y);
  let first = -1;
  let last = -1;
  let low = -1;
  let high = -1;
  let nan = 0;
  let infinite = 0;
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    // what lies nowhere parts two lines of one trace
    if (isNowhere(trace.x[i])) continue;
    count++;
    const value = values[i];
    if (!Number.isFinite(value)) {
      if (Number.isNaN(value)) nan++;
      else infinite++;
      continue;
    }
    if (first < 0) first = low = high = i;
    last = i;
    if (value < values[low]) low = i;
    if (value > values[high]) high = i;
  }
  return { count, first, last, low, high, nan, infinite };
}

function isNowhere(x: unknown): boolean {
  return x === null || Number.isNaN(x);
}
