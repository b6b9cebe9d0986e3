import { warned, withCursors } from './changes.ts';
import type { State } from './state.ts';
import { toView } from './views.ts';

/**
 * Returns the state with one entry of the maximised plot's legend alone, or all again where it was;
 * in a plot without a legend the number is that of a view.
 */
export function soloed(state: State, index: number): State {
  const { areas, solo = null } = state.cursors;
  const entries = areas[0]?.entries ?? 0;
  if (entries < 2) return toView(state, index);
  if (index >= entries) return warned(state, `no curve ${index + 1}: the legend has ${entries}`);
  return withCursors(state, { solo: solo === index ? null : index });
}
