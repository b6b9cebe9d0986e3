import { warned } from './changes.ts';
import { currentEpoch, matchingVariants, type State, variantSorts } from './state.ts';

/**
 * Returns the state that opens the next or previous variant of the sidebar's list, around its ends,
 * at the same epoch (or distance to the turn, where that is what is counted), figure and zoom.
 */
export function variantBy(state: State, by: 1 | -1): State {
  const all = matchingVariants(state);
  const here = all.findIndex(({ name }) => name === (state.opening ?? state.variant?.name));
  if (all.length === 0 || (all.length === 1 && here === 0))
    return warned(state, 'there is no other variant here');
  const from = here < 0 && by < 0 ? 0 : here;
  return toVariant(state, all[(from + by + all.length) % all.length].name);
}

/** Returns the state that opens a variant at the same epoch, figure and zoom. */
export function toVariant(state: State, name: string): State {
  const { variant, variants, cursors } = state;
  const epoch =
    variant?.name === undefined ? state.startEpoch : (state.heldEpoch ?? currentEpoch(state));
  const entry = variants?.find((other) => other.name === name);
  const [from, to] =
    state.align === 'turn' ? [variant?.turn, entry?.turn ?? state.summaries[name]?.turn] : [];
  const moved =
    epoch !== null && typeof from === 'number' && typeof to === 'number'
      ? Math.max(0, epoch - from + to)
      : epoch;
  return {
    ...state,
    opening: name,
    startEpoch: cursors.following && state.align !== 'turn' ? null : moved,
    heldEpoch: state.align === 'turn' ? null : epoch,
    startWindow: cursors.window
  };
}

/** What the ways to count epochs do, in words. */
export const alignTexts = {
  epoch: 'epochs of variants as they are',
  turn: 'epochs of variants from their turn on',
  fraction: 'epochs of variants as shares of the training'
} as const;

/** Returns the state with the selected variant picked for comparison, or let go. */
export function picked(state: State): State {
  const name = matchingVariants(state)[state.sidebar.selected]?.name;
  if (name === undefined) return state;
  const others = state.picked.filter((other) => other !== name);
  const isPicked = others.length < state.picked.length;
  return { ...state, picked: isPicked ? others : [...others, name], cell: 0 };
}

/**
 * Returns the state with all variants that match the filter picked, or let go where all of them
 * are.
 */
export function pickedAll(state: State): State {
  const names = matchingVariants(state).map(({ name }) => name);
  const known = new Set(state.picked);
  const isAll = names.every((name) => known.has(name));
  const own = new Set(names);
  const picked = isAll
    ? state.picked.filter((name) => !own.has(name))
    : [...new Set([...state.picked, ...names])];
  const text =
    picked.length === 0 ? 'no variants are picked' : `${picked.length} variants are picked`;
  return { ...state, picked, cell: 0, message: { text, tone: 'good' } };
}

/** Returns the state with the variants ordered by the next column; the same one is selected. */
export function variantSorted(state: State): State {
  const chosen = matchingVariants(state)[state.sidebar.selected];
  const sort = variantSorts[(variantSorts.indexOf(state.sidebar.sort) + 1) % variantSorts.length];
  const sorted = { ...state, sidebar: { ...state.sidebar, sort } };
  const selected = Math.max(0, matchingVariants(sorted).indexOf(chosen));
  return { ...sorted, sidebar: { ...sorted.sidebar, selected } };
}
