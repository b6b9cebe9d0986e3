import { alignments } from '../../workbench/compare/alignments.ts';
import type { Action } from './action.ts';
import { quiet, warned, withCursors, withPlain } from './changes.ts';
import { isGrid } from './compared.ts';
import { cellBy, cellName, cellPage, nextWay, withSeeds } from './comparing.ts';
import { atEpoch, grown, opened, stepBy, toEvent } from './epoch-cursor.ts';
import { marksOf } from './epoch-marks.ts';
import { confirmed, exporting } from './exporting.ts';
import { flattened } from './flat-panels.ts';
import { focusBy, focusOn, keepFocusVisible, moveRows, pageBy } from './focus.ts';
import { undone, withHistory } from './history.ts';
import { firstKey, keyName } from './keys.ts';
import { back, quit } from './leaving.ts';
import {
  chosenItem,
  chosenOption,
  completed,
  inLayer,
  optionMenu,
  removed,
  selectedLine
} from './menus.ts';
import { isNeuronView, neuronBy, neuronSorts, sortedNeurons } from './neuron-order.ts';
import { listed, unopened, withFailure } from './opening.ts';
import { cycled, rangesSwitched } from './options.ts';
import { toOwnView } from './own-view.ts';
import { soloed } from './solo.ts';
import {
  currentEpoch,
  focusedPanel,
  hasEpochControl,
  matchingVariants,
  type State
} from './state.ts';
import { typed } from './typing.ts';
import { adopted, cursorBy, cursorFar, windowed } from './value-cursor.ts';
import { alignTexts, picked, pickedAll, toVariant, variantBy, variantSorted } from './variants.ts';
import { toOverview, toView, viewBy, viewNumber, withoutEpochs } from './views.ts';
import { panned, zoomed } from './zoom.ts';

const markKinds = ['braille', 'block', 'ascii'] as const;
const depths = ['true', '256', '16', 'none'] as const;

const epochActions: ReadonlySet<Action['type']> = new Set(['step', 'play', 'event', 'goTo']);

/**
 * Returns the state after an action; the same object where nothing changes. Pure: effects follow
 * from the difference.
 */
export function update(state: State, action: Action): State {
  return withHistory(state, applied(state, action), action);
}

function applied(state: State, action: Action): State {
  const isPick = action.type === 'play' && state.sidebar.focused;
  if (epochActions.has(action.type) && !isPick && !hasEpochControl(state))
    return withoutEpochs(state);
  switch (action.type) {
    case 'step':
      return stepBy(quiet(state), action.by, false);
    case 'tick':
      return state.cursors.playing ? stepBy(state, 1, true) : state;
    case 'play':
      return state.sidebar.focused ? picked(quiet(state)) : played(quiet(state));
    case 'event':
      return toEvent(quiet(state), action.by);
    case 'goTo':
      return atEpoch(quiet(state), action.epoch, false);
    case 'mark':
      return currentEpoch(state) === null
        ? state
        : { ...quiet(state), layer: { kind: 'note', text: '' } };
    case 'markList':
      return marksOf(state).length === 0
        ? warned(state, `no marks yet · ${firstKey(state.keys, 'view', 'mark')} marks this epoch`)
        : { ...quiet(state), layer: { kind: 'epochMarks', selected: 0 } };
    case 'pin':
      return pinned(quiet(state));
    case 'events':
      return shownEvents(quiet(state));
    case 'neuron':
      return neuronBy(quiet(state), action.by);
    case 'order':
      return state.sidebar.focused ? variantSorted(quiet(state)) : nextSort(quiet(state));
    case 'neuronRows':
      return state.variant?.name === action.variant ? { ...state, neuronRows: action.rows } : state;
    case 'focus':
      return focusBy(quiet(state), action.by);
    case 'move':
      return moveRows(quiet(state), action.rows);
    case 'page':
      return pageBy(quiet(state), action.by);
    case 'maximise':
      return focusedPanel(state) ? withPlain({ ...quiet(state), maximised: true }) : state;
    case 'restore':
      return withPlain({ ...quiet(state), maximised: false });
    case 'root':
      return toOverview({
        ...quiet(state),
        layer: null,
        sidebar: { ...state.sidebar, focused: false }
      });
    case 'view':
      return state.maximised && !isGrid(state)
        ? soloed(quiet(state), action.index)
        : toView(quiet(state), action.index);
    case 'viewBy':
      return viewBy(quiet(state), action.by);
    case 'show':
      return shown(quiet(state), action.view, action.id);
    case 'cycle':
      return cycled(quiet(state));
    case 'ranges':
      return rangesSwitched(quiet(state));
    case 'optionMenu':
      return optionMenu(quiet(state));
    case 'optionBy':
    case 'setOption':
      return chosenOption(quiet(state), action);
    case 'undo':
      return undone(quiet(state));
    case 'yank':
      return state;
    case 'copied':
      return { ...state, message: { text: `copied ${action.text}`, tone: 'good' } };
    case 'cursor':
      return cursorBy(quiet(state), action.columns, action.rows);
    case 'cursorFar':
      return cursorFar(quiet(state), action.columns);
    case 'zoom':
      return windowed(quiet(state), (area, about) => zoomed(area, about, action.factor));
    case 'pan':
      return windowed(quiet(state), (area) => panned(area, action.columns, action.rows));
    case 'fit':
      return withCursors(quiet(state), { window: null, solo: null });
    case 'adopt':
      return adopted(quiet(state));
    case 'focusOn':
      return focusOn(
        { ...quiet(state), sidebar: { ...state.sidebar, focused: action.id === null } },
        action.id ?? undefined
      );
    case 'place':
      return withCursors(quiet(state), { cursor: action.cursor });
    case 'drag':
      return withCursors(state, { drag: action.drag });
    case 'frame':
      return withCursors(quiet(state), { window: action.window });
    case 'measured':
      return flattened(
        action.areas === state.cursors.areas ? state : withCursors(state, { areas: action.areas }),
        action.flat
      );
    case 'sidebar':
    case 'filter':
    case 'leave':
    case 'open':
    case 'select':
      if (state.layer) return selectedLine(state, action);
      // In a view of single neurons these are what there is to filter.
      if (action.type === 'filter' && isNeuronView(state) && !state.sidebar.focused)
        return applied(state, { type: 'prompt', text: `neurons ${state.neuronFilter}` });
      return sidebarAction(quiet(state), action);
    case 'summarized':
      return { ...state, summaries: { ...state.summaries, ...action.summaries } };
    case 'odd':
      return { ...state, odd: action.odd };
    case 'variantBy':
      return variantBy(quiet(state), action.by);
    case 'openNamed':
      return toVariant(quiet(state), action.name);
    case 'align': {
      const align = after(alignments, state.align);
      return { ...state, align, message: { text: alignTexts[align], tone: 'good' } };
    }
    case 'unpick':
      return state.picked.length === 0
        ? warned(state, 'no variants are compared · space in the list (b) picks some')
        : { ...quiet(state), picked: [], cell: 0 };
    case 'way':
      return nextWay(state);
    case 'seeds':
      return withSeeds(quiet(state));
    case 'pickAll':
      return pickedAll(quiet(state));
    case 'cell':
      return cellBy(quiet(state), action.by);
    case 'cellPage':
      return cellPage(quiet(state), action.by);
    case 'openCell': {
      const name = cellName(state);
      return name === null ? state : toVariant(quiet(state), name);
    }
    case 'unbound':
      return unbound(state, action.key);
    case 'help':
    case 'info':
      return {
        ...quiet(state),
        layer:
          state.layer?.kind === action.type
            ? null
            : { kind: action.type, query: '', typing: false, scroll: 0 }
      };
    case 'prompt':
      return {
        ...quiet(state),
        layer: { kind: 'prompt', text: action.text ?? '', error: null, selected: 0 }
      };
    case 'exportMenu':
      return focusedPanel(state)
        ? { ...quiet(state), layer: { kind: 'export', selected: 0 } }
        : state;
    case 'search':
    case 'scroll':
    case 'choose':
      return state.layer ? { ...state, layer: inLayer(state, state.layer, action) } : state;
    case 'confirm':
      return confirmed(state);
    case 'remove':
      return removed(state);
    case 'complete':
      return completed(state);
    case 'export':
      return exporting(quiet(state), action.format);
    case 'submit': {
      const item = chosenItem(state);
      if (!item) return typed(state, action);
      const chosen = [item.text, ...state.chosen.filter((text) => text !== item.text)];
      return applied({ ...state, layer: null, chosen: chosen.slice(0, 20) }, item.action);
    }
    case 'erase':
    case 'eraseAll':
    case 'type':
      return typed(state, action);
    case 'back':
      return back(state);
    case 'quit':
      return quit(quiet(state));
    case 'exit':
      return { ...state, ending: true };
    case 'marks':
      return { ...state, look: { ...state.look, ...nextMarks(state.look) } };
    case 'colors':
      return { ...state, look: { ...state.look, colors: after(depths, state.look.colors) } };
    case 'looked':
      return { ...state, look: { ...state.look, ...action.look } };
    case 'rescan':
      return {
        ...quiet(state),
        scans: state.scans + 1,
        opening: state.variant?.name ?? state.opening
      };
    case 'redraw':
    case 'suspend':
      return state;
    case 'resized':
      return keepFocusVisible({
        ...state,
        size: action.size,
        cursors: { ...state.cursors, cursor: null, areas: [] }
      });
    case 'listed':
      return listed(state, action.variants);
    case 'opened':
      return keepFocusVisible(opened(state, action.variant));
    case 'grown':
      return state.variant?.name === action.variant.name
        ? keepFocusVisible(grown(state, action.variant))
        : state;
    case 'progressed':
      return state.job
        ? { ...state, job: { ...state.job, done: action.done, total: action.total } }
        : state;
    case 'exported':
      return { ...state, job: null, message: { text: `wrote ${action.path}`, tone: 'good' } };
    case 'ownView':
      return toOwnView(quiet(state));
    case 'saved':
      return {
        ...state,
        saving: null,
        message: { text: `saved ${action.path} · explore --view opens it`, tone: 'good' }
      };
    case 'unsaved':
      return { ...withFailure(state, action), saving: null };
    case 'failed':
      return { ...withFailure(state, action), job: null };
    case 'unopened':
      return unopened(state, action);
  }
}

/** The next in the round of images (where there are some), braille, blocks and ASCII. */
function nextMarks({ marks, graphics, hidesImages }: State['look']): Partial<State['look']> {
  if (graphics && !hidesImages) return { hidesImages: true };
  const next = after(markKinds, marks);
  return { marks: next, hidesImages: next !== markKinds[0] };
}

function after<T>(values: readonly T[], value: T): T {
  return values[(values.indexOf(value) + 1) % values.length];
}

function played(state: State): State {
  const { cursors, variant } = state;
  const last = (variant?.epochs.length ?? 0) - 1;
  if (last < 1) return state;
  const atEnd = cursors.epoch >= last;
  return withCursors(state, {
    playing: !cursors.playing,
    direction: 1,
    following: false,
    epoch: !cursors.playing && atEnd ? 0 : cursors.epoch
  });
}

function sidebarAction(state: State, action: Action): State {
  const { sidebar } = state;
  const set = (change: Partial<State['sidebar']>): State =>
    keepFocusVisible({ ...state, sidebar: { ...sidebar, ...change } });
  switch (action.type) {
    case 'sidebar':
      return set({ open: !sidebar.open, focused: !sidebar.open, typing: false });
    case 'filter':
      return set({ open: true, focused: true, typing: true });
    case 'leave':
      return set({ focused: false });
    case 'select': {
      const last = matchingVariants(state).length - 1;
      return set({ selected: Math.max(0, Math.min(last, sidebar.selected + action.by)) });
    }
    default: {
      const chosen = matchingVariants(state)[sidebar.selected];
      return chosen
        ? { ...state, opening: chosen.name, startEpoch: null, startWindow: null }
        : state;
    }
  }
}

/** Shows a figure in its view, filling the screen. */
function shown(state: State, view: string, id: string): State {
  const index = viewNumber(state, view) - 1;
  if (index < 0) return state;
  return withPlain({ ...toView(state, index), focus: id, maximised: true });
}

/**
 * Pins the epoch under the cursor, in the list the selected variant; what is pinned already is let
 * go.
 */
function pinned(state: State): State {
  const { variant, sidebar, baseline } = state;
  const listed = sidebar.focused ? matchingVariants(state)[sidebar.selected] : null;
  const epoch = listed ? null : currentEpoch(state);
  const name = listed?.name ?? variant?.name;
  if (!variant || name === undefined || (!listed && epoch === null)) return state;
  const what = listed?.label ?? `${variant.time} ${epoch}`;
  const isPinned = baseline?.variant === name && baseline.epoch === epoch;
  const key = firstKey(state.keys, 'view', 'pin');
  const text = isPinned
    ? `${what} is no baseline any more`
    : `others are seen against ${what} · ${key} on it lets it go`;
  return {
    ...state,
    baseline: isPinned ? null : { variant: name, epoch },
    message: { text, tone: 'good' }
  };
}

function shownEvents(state: State): State {
  const showsEvents = !state.showsEvents;
  const text = showsEvents ? 'lines for events in plots over epochs' : 'no lines for events';
  return { ...state, showsEvents, message: { text, tone: 'good' } };
}

function nextSort(state: State): State {
  if (!isNeuronView(state)) return warned(state, 'only a view of single neurons has an order');
  return sortedNeurons(state, after(neuronSorts, state.neuronSort), state.neuronFilter);
}

/** A key without a meaning says so, once. */
function unbound(state: State, key: string): State {
  if (state.unbound.includes(key)) return state;
  const told = { ...state, unbound: [...state.unbound, key] };
  return warned(
    told,
    `${keyName(key)} does nothing here · ${firstKey(state.keys, 'everywhere', 'help')} lists the keys`
  );
}
