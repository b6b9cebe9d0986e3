import type { Action } from './action.ts';
import { warned } from './changes.ts';
import { optionsShown } from './comparing.ts';
import { marksOf, withoutMark } from './epoch-marks.ts';
import { steppedOption, withOption } from './options.ts';
import { type PaletteItem, paletteItems } from './palette.ts';
import { isCommand } from './prompt.ts';
import { exportFormats, focusedPanel, type Layer, type State } from './state.ts';

/** Returns a layer after a choice, a scroll or the start of a search. */
export function inLayer(state: State, layer: Layer, action: Action): Layer {
  if (action.type === 'choose' && 'selected' in layer && layer.kind !== 'prompt') {
    const count = linesOf(state, layer);
    return { ...layer, selected: (layer.selected + action.by + count) % Math.max(1, count) };
  }
  if (layer.kind !== 'help' && layer.kind !== 'info') return layer;
  if (action.type === 'search') return { ...layer, typing: true };
  // The view clamps the end, which depends on the text and the screen.
  return action.type === 'scroll'
    ? { ...layer, scroll: Math.min(10_000, Math.max(0, layer.scroll + action.lines)) }
    : layer;
}

/** How many lines a menu has. */
function linesOf(state: State, { kind }: Layer): number {
  const panel = focusedPanel(state);
  if (kind === 'options') return panel ? optionsShown(state, panel).length : 0;
  return kind === 'epochMarks' ? marksOf(state).length : exportFormats(panel).length;
}

/** Returns the state without the selected mark, or with the selected option at its default. */
export function removed(state: State): State {
  const { layer } = state;
  const panel = focusedPanel(state);
  if (layer?.kind === 'options') {
    const option = panel && optionsShown(state, panel)[layer.selected];
    return panel && option ? withOption(state, panel, option, option.default) : state;
  }
  if (layer?.kind !== 'epochMarks') return state;
  const left = withoutMark(state, layer.selected);
  const last = marksOf(left).length - 1;
  if (last < 0) return { ...left, layer: null };
  return { ...left, layer: { ...layer, selected: Math.min(layer.selected, last) } };
}

/** Returns the state with the options of the figure under focus; says so where it has none. */
export function optionMenu(state: State): State {
  const panel = focusedPanel(state);
  if (!panel) return state;
  if (optionsShown(state, panel).length === 0)
    return warned(state, `${panel.title} has no options`);
  return { ...state, layer: { kind: 'options', selected: 0 } };
}

/** Returns the state with the option of a menu stepped, or one by its name set. */
export function chosenOption(state: State, action: Action): State {
  const panel = focusedPanel(state);
  if (!panel) return state;
  if (action.type === 'optionBy' && state.layer?.kind === 'options') {
    const option = optionsShown(state, panel)[state.layer.selected];
    return option ? steppedOption(state, panel, option, action.by) : state;
  }
  if (action.type !== 'setOption') return state;
  const option = optionsShown(state, panel).find(({ name }) => name === action.name);
  return option ? withOption(state, panel, option, action.value) : state;
}

/** Returns the state with another line of the palette selected. */
export function selectedLine(state: State, action: Action): State {
  const { layer } = state;
  if (layer?.kind !== 'prompt' || action.type !== 'select') return state;
  const last = paletteItems(state, layer.text).length - 1;
  const selected = Math.max(0, Math.min(last, layer.selected + action.by));
  return { ...state, layer: { ...layer, selected } };
}

/**
 * Returns the line of the palette that enter takes: none where what was typed is a command itself.
 */
export function chosenItem(state: State): PaletteItem | null {
  const { layer } = state;
  if (layer?.kind !== 'prompt' || isCommand(layer.text)) return null;
  if (layer.text.trim() === '' && layer.selected === 0) return null;
  return paletteItems(state, layer.text)[layer.selected] ?? null;
}

/** Returns the state with the words of the selected line of the palette taken over. */
export function completed(state: State): State {
  const { layer } = state;
  if (layer?.kind !== 'prompt') return state;
  const item = paletteItems(state, layer.text)[layer.selected];
  return item
    ? { ...state, layer: { ...layer, text: item.text, error: null, selected: 0 } }
    : state;
}
