import type { Axis, Figure, HeatmapTrace, Trace } from '../../src/figure/figure.ts';
import { wordsOf } from './tick-text.ts';

/** Returns the ids of the axes that traces of a figure use (`x`, `y2`) with their settings. */
export function axesOf(figure: Figure): readonly { readonly id: string; readonly axis: Axis }[] {
  const ids = figure.data.flatMap(({ xaxis = 'x', yaxis = 'y' }) => [xaxis, yaxis]);
  return [...new Set(ids)].map((id) => ({ id, axis: axisOf(figure, id) }));
}

/** Returns the settings of an axis by its id. */
export function axisOf({ layout }: Figure, id: string): Axis {
  return layout[`${id[0]}axis${id.slice(1)}` as 'xaxis'] ?? {};
}

/** Returns the traces of an axis. */
export function tracesOf(figure: Figure, id: string): Trace[] {
  return figure.data.filter(
    (trace) => (trace[sideOf(id) === 'x' ? 'xaxis' : 'yaxis'] ?? id[0]) === id
  );
}

/** Returns which way an axis runs. */
export function sideOf(id: string): 'x' | 'y' {
  return id.startsWith('x') ? 'x' : 'y';
}

/** Returns where the items of a trace lie along an axis, in its units; names count 0, 1, 2, … in order of first mention. */
export function placesOf(figure: Figure, id: string, trace: Trace): number[] {
  const side = sideOf(id);
  const lists = tracesOf(figure, id).map((one) => listOf(one, side));
  const isNamed =
    axisOf(figure, id).type === 'category' ||
    lists.some((list) => list.some((item) => typeof item === 'string'));
  const own = listOf(trace, side);
  if (!isNamed) return own.map(Number);
  const names = [...new Set(lists.flat().map(String))];
  return own.map((item) => names.indexOf(String(item)));
}

function listOf(trace: Trace, side: 'x' | 'y'): (string | number)[] {
  const given = trace[side];
  if (given !== undefined) return Array.from(given as ArrayLike<string | number>);
  const { z } = trace as HeatmapTrace;
  return Array.from({ length: side === 'x' ? (z[0]?.length ?? 0) : z.length }, (_, i) => i);
}

/** Returns the hover text of a point or a cell (row, column), as Plotly fills it in, one line. */
export function hoverOf(trace: Trace, index: number, column = 0): string {
  const isMap = trace.type === 'heatmap';
  const at = (list: unknown, i: number) => (list as ArrayLike<unknown> | undefined)?.[i];
  const values: Record<string, unknown> = isMap
    ? {
        x: at(trace.x, column) ?? column,
        y: at(trace.y, index) ?? index,
        z: trace.z[index]?.[column],
        text: at(at(trace.text, index), column),
        customdata: at(at(trace.customdata, index), column)
      }
    : {
        x: at(trace.x, index),
        y: at(trace.y, index),
        text: at(trace.text, index),
        customdata: at(trace.customdata, index)
      };
  return (trace.hovertemplate ?? '')
    .replace(/<extra>.*<\/extra>/, '')
    .replace(/%\{(\w+)(?:\[(\d+)\])?[^}]*\}/g, (_, name: string, part?: string) => {
      const value = part === undefined ? values[name] : at(values[name], Number(part));
      return typeof value === 'number' ? String(Number(value.toPrecision(7))) : String(value ?? '');
    })
    .replace(/<br>/g, ', ');
}

/**
 * Returns the words that the figure says of one place along an axis: of bars and points those of each; of a row of cells
 * those that all its cells share, and, for groups, those of the cell that its place in the group comes from: the last or
 * the greatest. Empty where nothing has a text of its own.
 */
export function wordsAt(
  id: string,
  trace: Trace,
  index: number,
  isGroup = false
): readonly string[][] {
  if (trace.type !== 'heatmap') return [wordsOf(hoverOf(trace, index))];
  const isRow = sideOf(id) === 'y';
  const values = isRow
    ? Array.from(trace.z[index] ?? [])
    : trace.z.map((row) => row[index] ?? Number.NaN);
  const cells = values.map((_, i) =>
    wordsOf(isRow ? hoverOf(trace, index, i) : hoverOf(trace, i, index))
  );
  const shared = (cells[0] ?? []).filter((word) => cells.every((words) => words.includes(word)));
  const greatest = values.reduce((best, z, i) => (z > values[best] ? i : best), 0);
  return isGroup ? [cells.at(-1) ?? [], cells[greatest] ?? []] : [shared];
}

/** Returns true where a tick names what lies at its place: a cell, bar or point there says the tick's words. */
export function isNamed(
  figure: Figure,
  id: string,
  text: string,
  from: number,
  to: number
): boolean {
  const isGroup = text.startsWith('k ');
  const wanted = wordsOf(text).filter((word) => word !== 'k');
  return tracesOf(figure, id).some((trace) =>
    nearestTo(placesOf(figure, id, trace), from, to).some((index) =>
      wordsAt(id, trace, index, isGroup).some((words) =>
        wanted.every((word) => words.includes(word))
      )
    )
  );
}

/** The indices of places within an interval, else of those nearest to its middle. */
function nearestTo(places: readonly number[], from: number, to: number): number[] {
  const middle = (from + to) / 2;
  const within = places.flatMap((place, i) => (place >= from && place <= to ? [i] : []));
  if (within.length > 0) return within;
  const far = Math.min(...places.map((place) => Math.abs(place - middle)));
  return places.flatMap((place, i) => (Math.abs(place - middle) <= far + 1e-9 ? [i] : []));
}
