import { nearestIndex } from '../../array/statistics/nearest.ts';
import { shortened } from '../../text/shortened.ts';
import type { RunDescription } from '../../workbench/explorer/explorer-workbench.ts';
import { momentsOf } from './epoch-marks.ts';
import { matchingVariants, type State } from './state.ts';

/**
 * Returns the place of the epoch that a following cursor shows: the newest one that is analyzed,
 * while a run trains.
 */
function newestStop({ epochs, newest }: RunDescription): number {
  return epochs.length === 0 ? 0 : nearestIndex(epochs, newest);
}

/**
 * Returns the state with the epoch cursor moved over stored epochs; infinite steps go to the ends.
 */
export function stepBy(state: State, by: number, playing: boolean): State {
  const { variant, cursors } = state;
  const last = (variant?.epochs.length ?? 0) - 1;
  if (!variant || last < 0) return state;
  const epoch = Math.min(last, Math.max(0, cursors.epoch + by));
  const following = !playing && epoch >= newestStop(variant) && by > 0;
  const stillPlays = playing && epoch < last;
  if (epoch === cursors.epoch && following === cursors.following && stillPlays === cursors.playing)
    return state;
  return {
    ...state,
    cursors: { ...cursors, epoch, direction: by < 0 ? -1 : 1, following, playing: stillPlays }
  };
}

/**
 * Returns the state at the stored epoch nearest to a wanted one; where `isAsked`, says so when it
 * is another.
 */
export function atEpoch(state: State, wanted: number, isRequested: boolean): State {
  const { variant, cursors } = state;
  if (!variant || variant.epochs.length === 0) return state;
  const epoch = nearestIndex(variant.epochs, wanted);
  const found = variant.epochs[epoch];
  const message =
    isRequested && found !== wanted
      ? {
          text: `${variant.time} ${wanted} is not stored · the nearest is ${found}`,
          tone: 'warn' as const
        }
      : state.message;
  const direction = epoch < cursors.epoch ? -1 : 1;
  const following = epoch >= newestStop(variant);
  return {
    ...state,
    message,
    cursors: { ...cursors, epoch, direction, following, playing: false }
  };
}

/**
 * Returns the state at the next or previous event, named in the status line; unchanged where there
 * is none.
 */
export function toEvent(state: State, by: 1 | -1): State {
  const { variant, cursors } = state;
  if (!variant) return state;
  const here = variant.epochs[cursors.epoch] ?? 0;
  // An event may lie between stored epochs: then it is reached where its nearest stored epoch is
  // another one.
  const stops = momentsOf(state)
    .map((event) => ({ ...event, index: nearestIndex(variant.epochs, event.epoch) }))
    .filter(({ index }) => (by > 0 ? index > cursors.epoch : index < cursors.epoch))
    .sort((a, b) => by * (a.index - b.index));
  const stop = stops[0];
  if (!stop)
    return {
      ...state,
      message: {
        text: `no event ${by > 0 ? 'after' : 'before'} ${variant.time} ${here}`,
        tone: 'warn'
      }
    };
  const at = variant.epochs[stop.index];
  const text =
    at === stop.epoch
      ? `${stop.label} at ${stop.epoch}`
      : `${stop.label} at ${stop.epoch} · nearest stored ${variant.time} ${at}`;
  return { ...atEpoch(state, stop.epoch, false), message: { text, tone: 'good' } };
}

/**
 * Returns the state that shows a variant which was just opened: at the asked epoch, else the
 * newest.
 */
export function opened(before: State, variant: RunDescription): State {
  const state = variant.probe === null ? before : warnedOfGaps(before, variant);
  if (state.variant?.name === variant.name) return { ...grown(state, variant), opening: null };
  const newest = newestStop(variant);
  const epoch =
    state.startEpoch === null
      ? newest
      : Math.max(0, nearestIndex(variant.epochs, state.startEpoch));
  const shown: State = {
    ...state,
    opening: null,
    isRemembered: false,
    startEpoch: null,
    startWindow: null,
    neuronRows: null,
    variant,
    cursors: {
      ...state.cursors,
      epoch,
      following: epoch >= newest,
      playing: false,
      neuron: Math.min(state.cursors.neuron, Math.max(0, variant.neurons - 1)),
      cursor: null,
      window: state.startWindow,
      solo: null,
      areas: []
    }
  };
  const selected = matchingVariants(shown).findIndex(({ name }) => name === variant.name);
  return selected < 0 ? shown : { ...shown, sidebar: { ...shown.sidebar, selected } };
}

/** Without artifacts of chosen pairs most panels are gone: the status line says how to get them. */
function warnedOfGaps(state: State, { probe, remedy }: RunDescription): State {
  if (remedy === null) return state;
  return {
    ...state,
    message: {
      text: `not analyzed over ${shortened(probe ?? '', 60)} yet · run: ${remedy}`,
      tone: 'warn'
    }
  };
}

/**
 * Returns the state with a newer version of the open variant: the cursor keeps its epoch, or
 * follows the newest.
 */
export function grown(state: State, variant: RunDescription): State {
  const { cursors } = state;
  const here = state.variant?.epochs[cursors.epoch];
  const epoch =
    cursors.following || here === undefined
      ? newestStop(variant)
      : Math.max(0, nearestIndex(variant.epochs, here));
  const entry = state.variants?.find(({ name }) => name === variant.name);
  const isNews = entry && (entry.state !== variant.state || entry.turn !== variant.turn);
  const variants = isNews
    ? state.variants?.map((other) =>
        other === entry ? { ...other, state: variant.state, turn: variant.turn } : other
      )
    : state.variants;
  return { ...state, variants: variants ?? null, variant, cursors: { ...cursors, epoch } };
}
