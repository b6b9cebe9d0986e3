import type { Action } from './action.ts';
import { warned } from './changes.ts';
import { atEpoch } from './epoch-cursor.ts';
import { keepFocusVisible } from './focus.ts';
import { type Cursors, currentEpoch, type State } from './state.ts';

/** A view as it was before a change, to come back to. */
export interface Snapshot
  extends Pick<
    State,
    | 'view'
    | 'focus'
    | 'top'
    | 'maximised'
    | 'options'
    | 'baseline'
    | 'picked'
    | 'align'
    | 'way'
    | 'seeds'
  > {
  readonly variant: string;
  readonly epoch: number | null;
  readonly neuron: number;
  readonly input: string | null;
  readonly cursor: Cursors['cursor'];
  readonly window: Cursors['window'];
}

/** How many changes can be undone. */
const MOST = 100;

/** Changes of the view that `u` takes back. */
const undoable: ReadonlySet<Action['type']> = new Set([
  ...(['step', 'event', 'neuron', 'maximise', 'restore', 'root', 'view', 'viewBy'] as const),
  ...([
    'show',
    'cycle',
    'ranges',
    'optionBy',
    'zoom',
    'pan',
    'fit',
    'adopt',
    'goTo',
    'submit'
  ] as const),
  ...([
    'opened',
    'confirm',
    'remove',
    'pin',
    'play',
    'unpick',
    'align',
    'way',
    'seeds',
    'setOption'
  ] as const)
]);

/** Changes that come in a row count as one. */
const gradual: ReadonlySet<Action['type']> = new Set(['step', 'neuron', 'zoom', 'pan', 'optionBy']);

/** Returns the state after an action, with what was before it kept where it changed the view. */
export function withHistory(before: State, after: State, { type }: Action): State {
  if (after === before || !undoable.has(type)) return after;
  const [was, is] = [snapshotOf(before), snapshotOf(after)];
  if (!was || !is || isSame(was, is)) return after;
  // A step of the user's own is the epoch to keep from now on.
  const isStep = type !== 'opened' && was.epoch !== is.epoch;
  const continues = gradual.has(type) && before.lastChange === type;
  const past = continues ? before.past : [...before.past.slice(1 - MOST), was];
  const heldEpoch = isStep ? null : after.heldEpoch;
  return { ...after, past, lastChange: type, heldEpoch };
}

/** Returns the state with the last change of the view taken back. */
export function undone(state: State): State {
  const last = state.past.at(-1);
  if (!last) return warned(state, 'nothing to undo');
  const { variant, epoch, neuron, input, cursor, window, ...view } = last;
  const back: State = {
    ...state,
    ...view,
    past: state.past.slice(0, -1),
    lastChange: null,
    layer: null
  };
  if (state.variant?.name !== variant)
    return { ...back, opening: variant, startEpoch: epoch, startWindow: window };
  const there = epoch === null ? back : atEpoch(back, epoch, false);
  return keepFocusVisible({
    ...there,
    cursors: { ...there.cursors, neuron, input, cursor, window, areas: [] }
  });
}

function snapshotOf(state: State): Snapshot | null {
  const {
    variant,
    view,
    focus,
    top,
    maximised,
    options,
    baseline,
    picked,
    align,
    way,
    seeds,
    epochMarks,
    cursors
  } = state;
  if (!variant) return null;
  const { neuron, input, cursor, window } = cursors;
  const epoch = currentEpoch(state);
  const own = { view, focus, top, maximised, options, baseline, picked, align, epochMarks };
  const comparison = { way, seeds };
  return { variant: variant.name, ...own, ...comparison, epoch, neuron, input, cursor, window };
}

/** The value cursor alone, the panel under focus and the page are no change to take back. */
function isSame(a: Snapshot, b: Snapshot): boolean {
  const keys = [
    'variant',
    'view',
    'maximised',
    'options',
    'epoch',
    'neuron',
    'input',
    'window',
    'baseline',
    'picked',
    'align',
    'way',
    'seeds',
    'epochMarks'
  ];
  return keys.every((key) => a[key as keyof Snapshot] === b[key as keyof Snapshot]);
}
