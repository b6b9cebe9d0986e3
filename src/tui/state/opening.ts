import type { VariantEntry } from '../../workbench/explorer/explorer-workbench.ts';
import type { State } from './state.ts';

/** Returns the state with the variants of the results folder; the best opens where none is open. */
export function listed(state: State, variants: readonly VariantEntry[]): State {
  const isGone = state.isRemembered && !variants.some(({ name }) => name === state.opening);
  const wanted = isGone ? null : state.opening;
  const opening = wanted ?? (state.variant === null ? (bestOf(variants)?.name ?? null) : null);
  const shown = opening ?? state.variant?.name;
  const selected = Math.max(
    0,
    variants.findIndex(({ name }) => name === shown)
  );
  const sidebar = { ...state.sidebar, selected: state.sidebar.filter === '' ? selected : 0 };
  return { ...state, variants, opening, isRemembered: state.isRemembered && !isGone, sidebar };
}

/** The variant to begin with: of those that have the most to show the one trained last. */
function bestOf(variants: readonly VariantEntry[]): VariantEntry | undefined {
  const order = ['untrained', 'trained', 'analyzed'];
  return variants.reduce<VariantEntry | undefined>((best, one) => {
    if (!best) return one;
    const more = order.indexOf(one.state) - order.indexOf(best.state);
    const later = (one.trainedAt ?? 0) - (best.trainedAt ?? 0);
    return more > 0 || (more === 0 && later > 0) ? one : best;
  }, undefined);
}

interface Failure {
  readonly message: string;
  readonly hint?: string | undefined;
}

/** Returns the state with a failure in the status line. */
export function withFailure(state: State, { message, hint }: Failure): State {
  const text = hint ? `${message} · ${hint}` : message;
  return { ...state, variants: state.variants ?? [], message: { text, tone: 'error' } };
}

/** Returns the state after a variant that could not be opened: the one before stays. */
export function unopened(state: State, failure: Failure): State {
  // The pairs of one variant may be no pairs of another: it is opened through all, and the status
  // line says why.
  if (state.probe !== null && state.opening !== state.variant?.name)
    return { ...withFailure(state, { ...failure, hint: 'all pairs are shown' }), probe: null };
  // Nobody asked for it: take another one.
  const best = bestOf(state.variants ?? [])?.name ?? null;
  if (state.isRemembered && best !== state.opening)
    return { ...state, isRemembered: false, opening: best };
  return { ...withFailure(state, failure), opening: null, probe: state.variant?.probe ?? null };
}
