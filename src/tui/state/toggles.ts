import { snakeCase } from '../../option/option.ts';
import type { FigureRequest, PanelEntry } from '../../workbench/explorer/explorer-workbench.ts';
import { warned, withPlain } from './changes.ts';
import { currentEpoch, focusedPanel, type State } from './state.ts';

/**
 * Returns the state with the toggle of the panel under focus turned over; says so where it has
 * none.
 */
export function toggled(state: State): State {
  const panel = focusedPanel(state);
  if (!panel) return state;
  if (!panel.toggle) return warned(state, `${panel.title} has no switch`);
  const others = state.toggled.filter((id) => id !== panel.id);
  const isBack = others.length < state.toggled.length;
  // Rows may be others now: value cursor and zoom would point at something else.
  return withPlain({ ...state, toggled: isBack ? others : [...others, panel.id] });
}

/**
 * Returns a panel's toggle as the screen shows it: its name in words, and whether it is on; null
 * where it has none.
 */
export function toggleState(
  state: State,
  { id, toggle }: PanelEntry
): { readonly name: string; readonly isOn: boolean } | null {
  if (!toggle) return null;
  const isOn = toggle.default !== state.toggled.includes(id);
  return { name: snakeCase(toggle.name).replaceAll('_', ' '), isOn };
}

/**
 * Returns what a panel's figure depends on: the shared cursors, the input that traces follow, the
 * panel's toggle.
 */
export function requestOf(state: State, { id, toggle }: PanelEntry): FigureRequest {
  const { input, neuron } = state.cursors;
  const set = {
    ...(input !== null && { input }),
    ...(toggle && state.toggled.includes(id) && { [toggle.name]: !toggle.default })
  };
  const request = { epoch: currentEpoch(state) ?? 0, neuron };
  return Object.keys(set).length === 0 ? request : { ...request, set };
}
