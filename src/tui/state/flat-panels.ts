import { keepFocusVisible } from './focus.ts';
import { flatPanels, type State } from './state.ts';

/** Returns the state that knows which of the panels that were drawn are 0 throughout. */
export function flattened(state: State, seen: ReadonlyMap<string, boolean> = new Map()): State {
  const known = flatPanels(state);
  const { variant, flat } = state;
  if (!variant || [...seen].every(([id, isFlat]) => known.has(id) === isFlat)) return state;
  const others = [...known].filter((id) => !seen.has(id));
  const found = [...seen].flatMap(([id, isFlat]) => (isFlat ? [id] : []));
  return keepFocusVisible({
    ...state,
    flat: { ...flat, [variant.name]: new Set([...others, ...found]) }
  });
}
