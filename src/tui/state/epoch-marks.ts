import type { EpochEvent } from '../../workbench/explorer/explorer-workbench.ts';
import { currentEpoch, type State } from './state.ts';

/** An epoch that the user marked, with a note; '' for none. */
export interface EpochMark {
  readonly epoch: number;
  readonly note: string;
}

/** Returns the marks of the open variant, by epoch. */
export function marksOf({ epochMarks, variant }: State): readonly EpochMark[] {
  return (variant && epochMarks[variant.name]) || none;
}

const moments = new WeakMap<
  readonly EpochEvent[],
  { readonly marks: readonly EpochMark[]; readonly all: readonly EpochEvent[] }
>();
const none: readonly EpochMark[] = [];

/**
 * Returns the events and marks of the open variant, by epoch; the same list while neither changes.
 */
export function momentsOf(state: State): readonly EpochEvent[] {
  const events = state.variant?.events ?? [];
  const own = marksOf(state);
  const before = moments.get(events);
  if (before?.marks === own) return before.all;
  const marks = own.map(({ epoch, note }) => ({
    epoch,
    label: note === '' ? 'mark' : `"${note}"`
  }));
  const all = [...events, ...marks].sort((a, b) => a.epoch - b.epoch);
  moments.set(events, { marks: own, all });
  return all;
}

/** Returns the state with the epoch under the cursor marked; a note of it before is replaced. */
export function withMark(state: State, note: string): State {
  const epoch = currentEpoch(state);
  if (!state.variant || epoch === null) return state;
  const others = marksOf(state).filter((mark) => mark.epoch !== epoch);
  const own = [...others, { epoch, note: note.trim() }].sort((a, b) => a.epoch - b.epoch);
  return withMarks(state, state.variant.name, own, `marked ${state.variant.time} ${epoch}`);
}

/** Returns the state without one of its marks. */
export function withoutMark(state: State, index: number): State {
  const mark = marksOf(state)[index];
  if (!state.variant || !mark) return state;
  const own = marksOf(state).filter((other) => other !== mark);
  return withMarks(state, state.variant.name, own, `mark of ${mark.epoch} removed`);
}

function withMarks(state: State, variant: string, own: readonly EpochMark[], text: string): State {
  const { [variant]: _, ...others } = state.epochMarks;
  const epochMarks = own.length === 0 ? others : { ...others, [variant]: own };
  return { ...state, epochMarks, message: { text, tone: 'good' } };
}
