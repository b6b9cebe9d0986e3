import type { Action } from './action.ts';
import { withMark } from './epoch-marks.ts';
import { submitted } from './prompt.ts';
import type { State } from './state.ts';

/**
 * Returns the state after a character, a deletion or Enter in whatever takes text: the prompt, a
 * search, the filter.
 */
export function typed(state: State, action: Action): State {
  const edit = (text: string): string => {
    if (action.type === 'type') return text + action.text;
    if (action.type === 'erase') return [...text].slice(0, -1).join('');
    return action.type === 'eraseAll' ? '' : text;
  };
  const { layer, sidebar } = state;
  const isDone = action.type === 'submit';
  if (layer?.kind === 'prompt')
    return isDone
      ? submitted(state, layer.text)
      : { ...state, layer: { ...layer, text: edit(layer.text), error: null, selected: 0 } };
  if (layer?.kind === 'note')
    return isDone
      ? withMark({ ...state, layer: null }, layer.text)
      : { ...state, layer: { ...layer, text: edit(layer.text) } };
  if (layer && 'typing' in layer)
    return { ...state, layer: { ...layer, query: edit(layer.query), typing: !isDone, scroll: 0 } };
  if (!sidebar.typing) return state;
  if (isDone) return { ...state, sidebar: { ...sidebar, typing: false } };
  return { ...state, sidebar: { ...sidebar, filter: edit(sidebar.filter), selected: 0 } };
}
