import type { Figure, HeatmapTrace, Trace } from '../../figure/figure.ts';
import { axesOf, coordinates, scaleOf } from '../plan/scale.ts';
import { nearestIndex } from '../plan/series.ts';
import { type Cursor, cursorStops, snapCursor, splitAxes } from '../plan/value-cursor.ts';
import { hoverWords } from './hover-text.ts';
import { isWithin, placeText } from './readout.ts';

/** What a place in a figure is about, as far as its own words tell. */
export interface Subject {
  /** An epoch or step. */
  readonly epoch?: number;
  readonly neuron?: number;
  readonly frequency?: number;
  readonly head?: number;
  /** The operands of an input. */
  readonly pair?: readonly [number, number];
}

/**
 * Returns what is under a value cursor: what the axes count there, and what the figure's hover text
 * says of the point or cell (`epoch 520`, `neuron 37`, `a 3, b 4`).
 */
export function subjectAt(figure: Figure, cursor: Cursor): Subject {
  const at = snapCursor(figure, cursor);
  const [xId, yId] = splitAxes(at.axes ?? 'xy');
  let found: Subject = {};
  for (const trace of figure.data) {
    const [ownX, ownY] = axesOf(trace);
    if (ownX !== xId || (at.y !== undefined && ownY !== yId)) continue;
    if ((at.y !== undefined) !== (trace.type === 'heatmap')) continue;
    const column = nearestIndex(coordinates(trace, 'x', scaleOf(figure, xId).categories), at.x);
    if (trace.type === 'heatmap') {
      const rows = coordinates(trace, 'y', scaleOf(figure, yId).categories);
      if (!isWithin(figure, trace, at)) continue;
      found = { ...cellSubject(figure, trace, nearestIndex(rows, at.y ?? 0), column), ...found };
    } else if (coordinates(trace, 'x', scaleOf(figure, xId).categories)[column] === at.x)
      found = { ...pointSubject(figure, trace, column), ...found };
  }
  return found;
}

/** Most points of a trace that are searched for a subject. */
const MOST = 5000;

const homes = new WeakMap<Figure, Map<string, Cursor | null>>();

/**
 * Returns where a subplot shows an epoch or a neuron, by the words of its points; null where it
 * shows neither. Kept for the figure.
 */
export function placeOf(
  figure: Figure,
  axes: string,
  wanted: { readonly epoch: number | null; readonly neuron: number | null }
): Cursor | null {
  const known = homes.get(figure) ?? new Map<string, Cursor | null>();
  homes.set(figure, known);
  const key = `${axes} ${wanted.epoch} ${wanted.neuron}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const found = searched(figure, axes, wanted);
  known.set(key, found);
  return found;
}

function searched(
  figure: Figure,
  axes: string,
  { epoch, neuron }: { readonly epoch: number | null; readonly neuron: number | null }
): Cursor | null {
  const isWanted = (subject: Subject) =>
    (epoch !== null && subject.epoch === epoch) || (neuron !== null && subject.neuron === neuron);
  const [xId, yId] = splitAxes(axes);
  const [xScale, yScale] = [scaleOf(figure, xId), scaleOf(figure, yId)];
  const stops = cursorStops(figure, axes);
  const middle = stops.y?.[stops.y.length >> 1];
  for (const trace of figure.data) {
    const [ownX, ownY] = axesOf(trace);
    if (ownX !== xId || ownY !== yId) continue;
    const xs = coordinates(trace, 'x', xScale.categories);
    if (xs.length > MOST) continue;
    if (trace.type !== 'heatmap') {
      for (let i = 0; i < xs.length; i++)
        if (isWanted(pointSubject(figure, trace, i))) return { axes, x: xs[i] };
      continue;
    }
    const ys = coordinates(trace, 'y', yScale.categories);
    let x: number | undefined;
    let y: number | undefined;
    for (let i = 0; i < xs.length && x === undefined; i++)
      if (isWanted(subjectIn(placeText(xScale, xs[i])))) x = xs[i];
    for (let i = 0; i < ys.length && y === undefined; i++)
      if (isWanted(subjectIn(placeText(yScale, ys[i])))) y = ys[i];
    if (x === undefined && y === undefined) continue;
    return { axes, x: x ?? xs[xs.length >> 1] ?? 0, y: y ?? middle ?? ys[0] ?? 0 };
  }
  return null;
}

function pointSubject(figure: Figure, trace: Exclude<Trace, HeatmapTrace>, index: number): Subject {
  const x = scaleOf(figure, axesOf(trace)[0]);
  const here = coordinates(trace, 'x', x.categories)[index];
  return { ...subjectIn(placeText(x, here)), ...subjectIn(hoverWords(trace, index)) };
}

function cellSubject(figure: Figure, trace: HeatmapTrace, row: number, column: number): Subject {
  const [xId, yId] = axesOf(trace);
  const at = (id: string, which: 'x' | 'y', index: number) => {
    const scale = scaleOf(figure, id);
    return placeText(scale, coordinates(trace, which, scale.categories)[index]);
  };
  const step = trace.meta?.steps?.[column];
  return {
    ...subjectIn(`${at(xId, 'x', column)}, ${at(yId, 'y', row)}`),
    ...subjectIn(hoverWords(trace, row, column)),
    ...(step !== undefined && { epoch: step })
  };
}

const NUMBER = String.raw`(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)`;
const epochs = new RegExp(String.raw`\b(?:epochs?|steps?)\s+${NUMBER}(?:\s+to\s+${NUMBER})?`, 'i');
const whole = (word: string) => new RegExp(String.raw`\b${word}\s+(\d+)(?![\d.]*[\d%])`);
const [neurons, frequencies, heads, firsts, seconds] = [
  whole('neuron'),
  whole('(?:frequency|k)'),
  whole('head'),
  whole('a'),
  whole('b')
];

/** What words are about: of `epochs 100 to 200` their middle. */
function subjectIn(words: string): Subject {
  const number = (pattern: RegExp) => {
    const digits = pattern.exec(words)?.[1];
    return digits === undefined ? undefined : Number(digits);
  };
  const span = epochs.exec(words);
  const epoch = span ? (Number(span[1]) + Number(span[2] ?? span[1])) / 2 : undefined;
  const [neuron, frequency, head] = [neurons, frequencies, heads].map(number);
  const [a, b] = [firsts, seconds].map(number);
  return {
    ...(epoch !== undefined && { epoch }),
    ...(neuron !== undefined && { neuron }),
    ...(frequency !== undefined && { frequency }),
    ...(head !== undefined && { head }),
    ...(a !== undefined && b !== undefined && { pair: [a, b] as const })
  };
}
