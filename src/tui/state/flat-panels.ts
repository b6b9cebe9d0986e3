import { keepFocusVisible } from './focus.ts';
import type { State } from './state.ts';

const noPanels: ReadonlySet<string> = new Set();

/**
 * Returns the ids of the panels that are 0 throughout the open variant, so that their neighbours
 * get their room. Only figures over all epochs are: an epoch's figure would move the others while
 * epochs go by.
 */
export function flatPanels({ flat, variant }: State): ReadonlySet<string> {
  return (variant && flat[variant.name]) ?? noPanels;
}

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
