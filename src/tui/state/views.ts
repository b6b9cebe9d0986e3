import type { ViewPlace } from '../../workbench/explorer/explorer-workbench.ts';
import { warned, withPlain } from './changes.ts';
import { keepFocusVisible } from './focus.ts';
import { firstKey } from './keys.ts';
import { ownTitle } from './own-view.ts';
import { currentView, focusedPanel, hasEpochControl, type State } from './state.ts';

/**
 * Returns the views by their numbers: each title has the same number in every variant of the
 * results folder, so that some may be absent from this one.
 */
export function viewsOf({ variant }: State): readonly ViewPlace[] {
  return variant?.views ?? variant?.groups.map(({ title }) => ({ title, absence: null })) ?? [];
}

/** Returns the number of a view, from 1. */
export function viewNumber(state: State, title: string): number {
  return viewsOf(state).findIndex((view) => view.title === title) + 1;
}

/**
 * Returns the state that shows one group alone, by the place of its view; says why where there is
 * none.
 */
export function toView(state: State, index: number): State {
  const views = viewsOf(state);
  const view = views[index];
  const group = state.variant?.groups.find(({ title }) => title === view?.title);
  if (view && !group) return warned(state, `${view.title}: ${view.absence}`);
  if (!group)
    return warned(
      state,
      views.length === 0 ? 'no views yet' : `no view ${index + 1} · there are ${views.length}`
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
 * Returns the state that shows the next or previous view that the variant has, around the ends;
 * from the overview the first or last.
 */
export function viewBy(state: State, by: 1 | -1): State {
  const titles = new Set(state.variant?.groups.map(({ title }) => title));
  const views = viewsOf(state).filter(({ title }) => titles.has(title));
  const view = currentView(state);
  const at = views.findIndex(({ title }) => title === view?.title);
  const from = view && at >= 0 && state.view !== ownTitle ? at : by > 0 ? -1 : 0;
  const next = views[(from + by + views.length) % Math.max(1, views.length)];
  return toView(state, next ? viewNumber(state, next.title) - 1 : 0);
}

/** Returns the state that shows the overview of all groups, the panel under focus on the screen. */
export function toOverview(state: State): State {
  const focus = focusedPanel(state)?.id ?? state.focus;
  return keepFocusVisible(withPlain({ ...state, view: null, maximised: false, focus }));
}

/**
 * Returns the place of the first view whose title has every word of the text, one that begins with
 * it first; -1 for none.
 */
export function viewNamed(state: State, text: string): number {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const titles = viewsOf(state).map(({ title }) => title.toLowerCase());
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
