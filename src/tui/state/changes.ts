import type { Cursors, State } from './state.ts';

/** Returns the state with a part of its moment changed. */
export function withCursors(state: State, change: Partial<Cursors>): State {
  return { ...state, cursors: { ...state.cursors, ...change } };
}

/**
 * Returns the state without value cursor, zoom and single curve: those belong to the plot that was
 * maximised.
 */
export function withPlain(state: State): State {
  return withCursors(state, { cursor: null, window: null, solo: null, areas: [] });
}

/** Returns the state without the message that the last key left. */
export function quiet(state: State): State {
  return state.message ? { ...state, message: null } : state;
}

/** Returns the state with a warning for the user. */
export function warned(state: State, text: string): State {
  return { ...state, message: { text, tone: 'warn' } };
}
