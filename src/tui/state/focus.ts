import type { PanelEntry } from '../../workbench/explorer/explorer-workbench.ts';
import { flatPanels } from './flat-panels.ts';
import { bodyRect, pageOf, pageRows, rowOfPanel, rowsShown } from './layout.ts';
import { ownRows } from './own-view.ts';
import {
  currentView,
  focusedPanel,
  leadOf,
  panelsOf,
  type State,
  shownGroups,
  sidebarOf
} from './state.ts';

/**
 * Returns the state with the next or previous panel under focus; the open sidebar is part of the
 * ring.
 */
export function focusBy(state: State, by: 1 | -1): State {
  const panels = panelsOf(state);
  const at = panels.findIndex(({ id }) => id === focusedPanel(state)?.id);
  const next = at + by;
  const leaves = next < 0 || next >= panels.length;
  if (leaves && state.sidebar.open && !state.maximised)
    return {
      ...state,
      focus: panels[(next + panels.length) % panels.length]?.id ?? null,
      sidebar: { ...state.sidebar, focused: true }
    };
  return focusOn(state, panels[(next + panels.length) % Math.max(1, panels.length)]?.id);
}

/**
 * Returns the state with the panel in the row above or below under focus, the nearest by its
 * centre.
 */
export function moveRows(state: State, by: number): State {
  const page = pageIn(state);
  const { rows } = page;
  const id = focusedPanel(state)?.id;
  const row = rowOfPanel(page, id);
  const from = rows[row];
  const target = rows[Math.min(rows.length - 1, Math.max(0, row + by))];
  if (!from || !target || from === target) return state;
  // What is a line below a row has no column of its own.
  const column = Math.max(
    0,
    from.findIndex((panel) => panel.id === id)
  );
  const centre = (column + 0.5) / from.length;
  return focusOn(
    state,
    target[Math.min(target.length - 1, Math.floor(centre * target.length))]?.id
  );
}

/** Returns the state a page of panels further down or up. */
export function pageBy(state: State, by: number): State {
  return moveRows(state, by * shownRows(state));
}

/** Returns the state scrolled so that the panel under focus is on the screen. */
export function keepFocusVisible(state: State): State {
  const page = pageIn(state);
  const { rows } = page;
  const row = Math.max(0, rowOfPanel(page, focusedPanel(state)?.id));
  const shown = shownRows(state);
  const top = Math.min(
    Math.max(0, rows.length - shown),
    Math.max(row - shown + 1, Math.min(row, state.top))
  );
  return top === state.top ? state : { ...state, top };
}

/** Returns the state with a panel under focus, on the screen. */
export function focusOn(state: State, id: string | undefined): State {
  if (id === undefined || id === state.focus) return state;
  const { cursors } = state;
  return keepFocusVisible({
    ...state,
    focus: id,
    cursors: { ...cursors, cursor: null, window: null, solo: null, areas: [] }
  });
}

/** Returns the panels of the page, row by row, those among them that shrink to a line. */
export function rowsOf(state: State): readonly (readonly PanelEntry[])[] {
  const { width } = bodyRect(state.size, sidebarOf(state), leadOf(state) !== '');
  return ownRows(state) ?? pageRows(shownGroups(state), width, currentView(state) !== null);
}

function pageIn(state: State) {
  const rows = ownRows(state);
  if (rows) return { rows, strips: rows.map(() => []) };
  const { width } = bodyRect(state.size, sidebarOf(state), leadOf(state) !== '');
  return pageOf(shownGroups(state), width, currentView(state) !== null, flatPanels(state));
}

function shownRows(state: State): number {
  return rowsShown(
    bodyRect(state.size, sidebarOf(state), leadOf(state) !== '').height,
    pageIn(state).rows.length
  );
}
