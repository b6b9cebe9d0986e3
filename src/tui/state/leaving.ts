import { quiet, warned, withCursors, withPlain } from './changes.ts';
import { currentView, type State } from './state.ts';
import { toOverview } from './views.ts';

/**
 * Returns the state one layer out: typing, layer, filter, list, message, zoom and cursor, maximised
 * panel, export, view.
 */
export function back(before: State): State {
  // Good news is no layer.
  const state = before.message?.tone === 'good' ? quiet(before) : before;
  const { layer, sidebar, cursors } = state;
  if (layer && 'typing' in layer && layer.typing)
    return { ...state, layer: { ...layer, query: '', typing: false } };
  if (layer) return { ...state, layer: null };
  if (sidebar.focused && (sidebar.typing || sidebar.filter !== ''))
    return { ...state, sidebar: { ...sidebar, typing: false, filter: '', selected: 0 } };
  if (sidebar.focused) return { ...state, sidebar: { ...sidebar, focused: false } };
  if (state.message) return quiet(state);
  if (state.maximised)
    return cursors.cursor || cursors.window || (cursors.solo ?? null) !== null
      ? withCursors(state, { cursor: null, window: null, solo: null })
      : withPlain({ ...state, maximised: false });
  if (state.job) return warned({ ...state, job: null }, 'export cancelled');
  return currentView(state) ? toOverview(state) : state;
}

/**
 * Returns the state one step nearer to the end: without the layer, the list, the maximised panel,
 * the view; then ending.
 */
export function quit(state: State): State {
  const { layer, sidebar, maximised } = state;
  if (layer) return { ...state, layer: null };
  if (sidebar.focused) return { ...state, sidebar: { ...sidebar, focused: false } };
  if (maximised) return withPlain({ ...state, maximised: false });
  return currentView(state) ? toOverview(state) : { ...state, ending: true };
}
