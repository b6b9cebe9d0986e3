import { warned, withPlain } from './changes.ts';
import { keepFocusVisible } from './focus.ts';
import { firstKey } from './keys.ts';
import { currentView, focusedPanel, hasEpochControl, type State } from './state.ts';

/**
 * Returns the state that shows one group alone, by its place among the variant's groups; says so
 * where there is none.
 */
export function toView(state: State, index: number): State {
  const groups = state.variant?.groups ?? [];
  const group = groups[index];
  if (!group)
    return warned(
      state,
      groups.length === 0 ? 'no views yet' : `no view ${index + 1} · there are ${groups.length}`
    );
  const shown: State = {
    ...state,
    view: group.title,
    maximised: false,
    top: 0,
    sidebar: { ...state.sidebar, focused: false }
  };
  return keepFocusVisible(
    withPlain({
      ...shown,
      focus: focusedPanel(shown)?.id ?? null,
      cursors: { ...shown.cursors, playing: shown.cursors.playing && hasEpochControl(shown) }
    })
  );
}

/**
 * Returns the state that shows the next or previous group alone, around the ends; from the overview
 * the first or last.
 */
export function viewBy(state: State, by: 1 | -1): State {
  const groups = state.variant?.groups ?? [];
  const view = currentView(state);
  const from = view ? groups.indexOf(view) : by > 0 ? -1 : 0;
  return toView(state, (from + by + groups.length) % Math.max(1, groups.length));
}

/** Returns the state that shows the overview of all groups, the panel under focus on the screen. */
export function toOverview(state: State): State {
  const focus = focusedPanel(state)?.id ?? state.focus;
  return keepFocusVisible(withPlain({ ...state, view: null, maximised: false, focus }));
}

/**
 * Returns the place of the first group whose title has every word of the text, one that begins with
 * it first; -1 for none.
 */
export function viewNamed({ variant }: State, text: string): number {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const titles = variant?.groups.map(({ title }) => title.toLowerCase()) ?? [];
  const begins = titles.findIndex((title) => title.startsWith(words.join(' ')));
  return begins >= 0
    ? begins
    : titles.findIndex((title) => words.every((word) => title.includes(word)));
}

/**
 * Returns the state that says why the epoch cursor does not move: the view is about all epochs at
 * once.
 */
export function withoutEpochs(state: State): State {
  return warned(
    state,
    `${currentView(state)?.title} is about all epochs at once · ${firstKey(state.keys, 'view', 'root')} shows the overview`
  );
}
