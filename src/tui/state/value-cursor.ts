import { nearestIndex } from '../../array/statistics/nearest.ts';
import type { Subject } from '../../render-terminal/index.ts';
import { warned, withCursors } from './changes.ts';
import { atEpoch } from './epoch-cursor.ts';
import { firstKey } from './keys.ts';
import { type Cursors, currentEpoch, type State } from './state.ts';
import { areaOf, movedCursor, type PlotArea } from './zoom.ts';

/**
 * Returns the state with the value cursor moved by cells, at first from the shared epoch or neuron,
 * else from the middle; without a move it is only shown.
 */
export function cursorBy(state: State, columns: number, rows: number): State {
  const { areas, cursor } = state.cursors;
  const from = cursor ?? firstCursor(state);
  const next = from && (columns || rows ? movedCursor(areas, from, columns, rows) : from);
  return next ? { ...state, cursors: { ...state.cursors, cursor: next } } : state;
}

/** Returns the state with the value cursor moved by an eighth of the plot. */
export function cursorFar(state: State, by: 1 | -1): State {
  const { areas, cursor } = state.cursors;
  const width = areaOf(areas, cursor ?? firstCursor(state))?.columns ?? 0;
  return cursorBy(state, by * Math.max(1, Math.round(width / 8)), 0);
}

/** Returns the state with the window that `next` makes of the area of the value cursor. */
export function windowed(
  state: State,
  next: (area: PlotArea, about: Cursors['cursor']) => Cursors['window']
): State {
  const about = state.cursors.cursor ?? firstCursor(state);
  const area = areaOf(state.cursors.areas, about);
  return area ? { ...state, cursors: { ...state.cursors, window: next(area, about) } } : state;
}

/**
 * Returns the state at what is under the value cursor: its epoch, its neuron, its pair. Without a
 * cursor it is shown. Says where it went, or that there is nowhere to go.
 */
export function adopted(state: State): State {
  const { areas, cursor } = state.cursors;
  if (!cursor) return cursorBy(state, 0, 0);
  const goals = goalsOf(state, areaOf(areas, cursor)?.subject ?? {});
  if (goals.length === 0) return warned(state, `nothing to go to here · ${leaveKey(state)} leaves`);
  const there = goals.reduce((before, { go }) => go(before), state);
  return {
    ...there,
    message: {
      text: `${goals.map(({ text }) => text).join(' · ')} · ${leaveKey(state)} leaves`,
      tone: 'good'
    }
  };
}

/** Returns where `adopted` would go, in words; '' where nowhere. */
export function goalText(state: State): string {
  const subject = areaOf(state.cursors.areas, state.cursors.cursor)?.subject;
  return goalsOf(state, subject ?? {})
    .map(({ text }) => text)
    .join(' · ');
}

interface Goal {
  readonly text: string;
  readonly go: (state: State) => State;
}

function goalsOf({ variant }: State, { epoch, neuron, pair }: Subject): readonly Goal[] {
  const goals: Goal[] = [];
  if (!variant) return goals;
  if (epoch !== undefined && variant.epochs.length > 0) {
    const stored = variant.epochs[nearestIndex(variant.epochs, epoch)];
    const text = `${variant.time} ${stored}`;
    goals.push({ text, go: (state) => atEpoch(state, epoch, false) });
  }
  if (neuron !== undefined && neuron < variant.neurons && variant.probes === null)
    goals.push({ text: `neuron ${neuron}`, go: (state) => withCursors(state, { neuron }) });
  if (pair !== undefined && variant.probes === null) {
    const input = pair.join('+');
    goals.push({ text: `input ${input}`, go: (state) => withCursors(state, { input }) });
  }
  return goals;
}

/** Returns the epoch at a place on the x axis of an area; null where x is something else. */
export function epochUnder({ isOverEpochs, columnEpochs }: PlotArea, x: number): number | null {
  if (!isOverEpochs) return null;
  return columnEpochs ? (columnEpochs[Math.round(x)] ?? null) : x;
}

function leaveKey({ keys }: State): string {
  return firstKey(keys, 'plot', 'restore');
}

function firstCursor(state: State): Cursors['cursor'] {
  const area = areaOf(state.cursors.areas, null);
  if (!area || area.stops.x.length === 0) return null;
  const { stops, axes, x, y, isLog } = area;
  const middle = (range: readonly [number, number], log: boolean) => {
    const at = (range[0] + range[1]) / 2;
    return log ? 10 ** at : at;
  };
  const epoch = area.isOverEpochs ? currentEpoch(state) : null;
  const place = epoch === null ? null : (area.columnEpochs?.indexOf(epoch) ?? epoch);
  const start = { axes, x: place ?? area.home?.x ?? middle(x, isLog.x) };
  // A move by no cells snaps to the nearest stop.
  return stops.y && area.isMatrix ? { ...start, y: area.home?.y ?? middle(y, isLog.y) } : start;
}
