import { RANGES } from '../../workbench/explorer/explorer-workbench.ts';
import { gridPage } from './grid.ts';
import { hintsOf } from './key-hints.ts';
import { isNeuronView } from './neuron-order.ts';
import { switchOf } from './options.ts';
import {
  besideOf,
  contextsOf,
  currentView,
  focusedPanel,
  hasEpochControl,
  hasNeurons,
  panelsOf,
  type State
} from './state.ts';

/** Returns the keys that the bottom line names where it has room for all, those that work here. */
export function hintsHere(state: State): ReturnType<typeof hintsOf> {
  const isInside = state.maximised || currentView(state) !== null;
  return hintsOf(contextsOf(state), state.keys)
    .filter(({ hint }) => isWorking(hint, state))
    .map((one) => (one.hint === 'quit' && isInside ? { ...one, hint: 'back' } : one));
}

/** Hints that mean nothing without variants, and without a panel. */
const ofVariants = new Set(['filter', 'variants']);
const ofPanels = new Set([
  ...['epoch', 'maximise', 'view', 'panel', 'export', 'play', 'event', 'option', 'options'],
  ...['pin', 'mark', 'undo', 'palette', 'variant']
]);

/** Whether the key that a hint names does something here. */
function isWorking(hint: string, state: State): boolean {
  if (ofVariants.has(hint)) return (state.variants?.length ?? 0) > 0;
  if (ofPanels.has(hint) && panelsOf(state).length === 0) return false;
  if (hint === 'overview') return currentView(state) !== null;
  if (hint === 'epoch') return hasEpochControl(state);
  if (hint === 'neuron') return hasNeurons(state);
  if (hint === 'play') return hasEpochControl(state) && (state.variant?.epochs.length ?? 0) > 1;
  if (hint === 'event') return hasEpochControl(state) && (state.variant?.events.length ?? 0) > 0;
  if (hint === 'order') return state.sidebar.focused || isNeuronView(state);
  if (hint === 'compare') return besideOf(state).length > 0;
  if (hint === 'page') return gridPage(state).pages > 1;
  if (hint === 'variant') return (state.variants?.length ?? 0) > 1;
  const panel = focusedPanel(state);
  if (hint === 'ranges') return panel?.options.some(({ name }) => name === RANGES) ?? false;
  if (hint === 'options') return (panel?.options.length ?? 0) > 1;
  return hint !== 'option' || (panel !== null && switchOf(panel) !== null);
}
