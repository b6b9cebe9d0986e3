import { atEpoch } from './epoch-cursor.ts';
import { type Cursors, currentEpoch, type State } from './state.ts';
import { areaOf, movedCursor, type PlotArea } from './zoom.ts';

/**
 * Returns the state with the value cursor moved by cells; its first move only shows it, at the
 * epoch or in the middle.
 */
export function cursorBy(state: State, columns: number, rows: number): State {
  const { areas, cursor } = state.cursors;
  const next = cursor ? movedCursor(areas, cursor, columns, rows) : firstCursor(state);
  return next ? { ...state, cursors: { ...state.cursors, cursor: next } } : state;
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

/** Returns the state at the epoch under the value cursor, where the plot is over epochs. */
export function adopted(state: State): State {
  const { areas, cursor } = state.cursors;
  const area = areaOf(areas, cursor);
  if (!cursor || !area?.isOverEpochs) return state;
  const epoch = epochUnder(area, cursor.x);
  return epoch === null ? state : atEpoch(state, epoch, false);
}

/** Returns the epoch at a place on the x axis of an area; null where x is something else. */
export function epochUnder({ isOverEpochs, columnEpochs }: PlotArea, x: number): number | null {
  if (!isOverEpochs) return null;
  return columnEpochs ? (columnEpochs[Math.round(x)] ?? null) : x;
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
  const start = { axes, x: place ?? middle(x, isLog.x) };
  // A move by no cells snaps to the nearest stop.
  return stops.y && area.isMatrix ? { ...start, y: middle(y, isLog.y) } : start;
}
