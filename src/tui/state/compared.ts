import type { ViewPanel } from '../../workbench/views/view-spec.ts';
import { besideOf, focusedPanel, type State } from './state.ts';

/** Returns what others are seen against: what is pinned, else of differences the first variant. */
export function pinnedOf(state: State): State['baseline'] {
  if (state.baseline || state.way !== 'difference') return state.baseline;
  const [first] = besideOf(state);
  return first === undefined ? null : { variant: first, epoch: null };
}

/** Returns what a variant is called in lists, short. */
export function labelOf({ variants }: State, name: string): string {
  return variants?.find((entry) => entry.name === name)?.label ?? name;
}

const shortLabels = new WeakMap<
  NonNullable<State['variants']>,
  { readonly beside: readonly string[]; readonly labels: ReadonlyMap<string, string> }
>();

/**
 * Returns what tells a variant apart among those that are seen: its label without the words that
 * all of them share, but for the first two.
 */
export function shortLabelOf(state: State, name: string): string {
  const { variants } = state;
  if (!variants) return labelOf(state, name);
  const beside = besideOf(state);
  const known = shortLabels.get(variants);
  const found = known?.beside === beside ? known.labels.get(name) : undefined;
  if (found !== undefined) return found;
  const names = namesHere(state, name).map((one) => [one, labelOf(state, one)] as const);
  const labels = new Map(withoutShared(names));
  shortLabels.set(variants, { beside, labels });
  return labels.get(name) ?? name;
}

/** The variants that are compared, open, or named by the user's view. */
function namesHere(state: State, name: string): readonly string[] {
  const places = state.ownView?.group.panels ?? [];
  const named = places.flatMap(({ place }) => place?.variants ?? []);
  const open = state.variant ? [state.variant.name] : [];
  return [...new Set([name, ...open, ...besideOf(state), ...named])];
}

function withoutShared(
  labels: readonly (readonly [string, string])[]
): readonly (readonly [string, string])[] {
  const words = labels.map(([, label]) => label.split(' '));
  const isShared = (word: string) => words.every((some) => some.includes(word));
  return labels.map(([name], at) => {
    const kept = words[at].filter((word, i) => i < 2 || !isShared(word));
    return [name, kept.join(' ')];
  });
}

/** Returns how many variants are compared: `3`, of very many `60/1000`. */
export function countText(state: State): string {
  const { picked } = state;
  const count = besideOf(state).length;
  return picked.length > count ? `${count}/${picked.length}` : String(count);
}

/** Returns the variant that differences are taken from. */
export function differenceBase(state: State): string | null {
  return state.way === 'difference' ? (pinnedOf(state)?.variant ?? null) : null;
}

/**
 * Returns true where the figure under focus fills the screen once for each variant, rather than
 * once for all of them.
 */
export function isGrid(state: State): boolean {
  const { maximised, way } = state;
  if (!maximised || way === 'overlay' || besideOf(state).length === 0) return false;
  const panel = focusedPanel(state);
  if (panel?.place && isOfOwn(panel.place)) return false;
  return way !== 'difference' || panel?.kind === 'epoch';
}

/** Returns the variants that have a place of their own in the grid. */
export function gridNames(state: State): readonly string[] {
  const base = differenceBase(state);
  const names = besideOf(state);
  return base === null ? names : names.filter((name) => name !== base);
}

/** A panel of a user's view that is a text, or about variants or an epoch of its own. */
function isOfOwn({ figure, variants, epoch }: ViewPanel): boolean {
  return figure === undefined || variants !== undefined || epoch !== undefined;
}
