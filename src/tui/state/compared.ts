import { besideOf, focusedPanel, type State } from './state.ts';

/** How picked variants are compared. */
export const ways = ['overlay', 'side by side', 'small multiples', 'difference'] as const;
/** One of them. */
export type Way = (typeof ways)[number];

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

const shortLabels = new WeakMap<readonly string[], ReadonlyMap<string, string>>();

/**
 * Returns what tells a variant apart among those that are compared: its label without the words
 * that all of them share, but for the first two.
 */
export function shortLabelOf(state: State, name: string): string {
  const names = besideOf(state);
  const known = shortLabels.get(names);
  const labels = known ?? new Map(withoutShared(names.map((one) => [one, labelOf(state, one)])));
  if (!known) shortLabels.set(names, labels);
  return labels.get(name) ?? labelOf(state, name);
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
  return way !== 'difference' || focusedPanel(state)?.kind === 'epoch';
}

/** Returns the variants that have a place of their own in the grid. */
export function gridNames(state: State): readonly string[] {
  const base = differenceBase(state);
  const names = besideOf(state);
  return base === null ? names : names.filter((name) => name !== base);
}
