import type { ExportFormat, VariantEntry } from '../../workbench/explorer/explorer-workbench.ts';
import type { Action } from './action.ts';
import { quiet, warned, withCursors, withPlain } from './changes.ts';
import { grown, opened, stepBy, toEvent } from './epoch-cursor.ts';
import { focusBy, keepFocusVisible, moveRows, pageBy } from './focus.ts';
import { back, quit } from './leaving.ts';
import { soloed } from './solo.ts';
import {
  exportFormats,
  focusedPanel,
  hasEpochControl,
  type Layer,
  matchingVariants,
  type State
} from './state.ts';
import { requestOf, toggled } from './toggles.ts';
import { typed } from './typing.ts';
import { adopted, cursorBy, windowed } from './value-cursor.ts';
import { toOverview, toView, viewBy, withoutEpochs } from './views.ts';
import { panned, zoomed } from './zoom.ts';

const markKinds = ['braille', 'block', 'ascii'] as const;
const depths = ['true', '256', '16', 'none'] as const;

const epochActions: ReadonlySet<Action['type']> = new Set(['step', 'play', 'event', 'adopt']);

/**
 * Returns the state after an action; the same object where nothing changes. Pure: effects follow
 * from the difference.
 */
export function update(state: State, action: Action): State {
  if (epochActions.has(action.type) && !hasEpochControl(state)) return withoutEpochs(state);
  switch (action.type) {
    case 'step':
      return stepBy(quiet(state), action.by, false);
    case 'tick':
      return state.cursors.playing ? stepBy(state, 1, true) : state;
    case 'play':
      return played(quiet(state));
    case 'event':
      return toEvent(quiet(state), action.by);
    case 'neuron':
      return toNeuron(quiet(state), action.by);
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
      return state.maximised
        ? soloed(quiet(state), action.index)
        : toView(quiet(state), action.index);
    case 'viewBy':
      return viewBy(quiet(state), action.by);
    case 'toggle':
      return toggled(quiet(state));
    case 'cursor':
      return cursorBy(quiet(state), action.columns, action.rows);
    case 'zoom':
      return windowed(quiet(state), (area, about) => zoomed(area, about, action.factor));
    case 'pan':
      return windowed(quiet(state), (area) => panned(area, action.columns, action.rows));
    case 'fit':
      return withCursors(quiet(state), { window: null, solo: null });
    case 'adopt':
      return adopted(quiet(state));
    case 'measured':
      return action.areas === state.cursors.areas
        ? state
        : withCursors(state, { areas: action.areas });
    case 'sidebar':
    case 'filter':
    case 'leave':
    case 'open':
    case 'select':
      if (state.layer) return state;
      return sidebarAction(quiet(state), action);
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
      return { ...quiet(state), layer: { kind: 'prompt', text: '', error: null } };
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
    case 'export':
      return exporting(quiet(state), action.format);
    case 'submit':
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
      return { ...state, look: { ...state.look, marks: after(markKinds, state.look.marks) } };
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
    case 'failed':
      return { ...withFailure(state, action), job: null };
    case 'unopened':
      return unopened(state, action);
  }
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

function toNeuron(state: State, by: number): State {
  const count = state.variant?.neurons ?? 0;
  if (count === 0) return state;
  return withCursors(state, { neuron: (((state.cursors.neuron + by) % count) + count) % count });
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
      return chosen ? { ...state, opening: chosen.name, startEpoch: null } : state;
    }
  }
}

function inLayer(state: State, layer: Layer, action: Action): Layer {
  if (action.type === 'choose' && layer.kind === 'export') {
    const count = exportFormats(focusedPanel(state)).length;
    return { ...layer, selected: (layer.selected + action.by + count) % count };
  }
  if (layer.kind !== 'help' && layer.kind !== 'info') return layer;
  if (action.type === 'search') return { ...layer, typing: true };
  // The view clamps the end, which depends on the text and the screen.
  return action.type === 'scroll'
    ? { ...layer, scroll: Math.min(10_000, Math.max(0, layer.scroll + action.lines)) }
    : layer;
}

function confirmed(state: State): State {
  if (state.layer?.kind !== 'export') return state;
  const format = exportFormats(focusedPanel(state))[state.layer.selected];
  return format ? exporting({ ...state, layer: null }, format) : state;
}

function exporting(state: State, format: ExportFormat): State {
  const panel = focusedPanel(state);
  const { variant } = state;
  if (!panel || !variant) return state;
  if (state.job) return warned(state, 'an export is running · esc cancels it');
  const request = { format, cursor: hasEpochControl(state), ...requestOf(state, panel) };
  return {
    ...state,
    layer: null,
    job: { variant: variant.name, id: panel.id, request, done: 0, total: 0 }
  };
}

function listed(state: State, variants: readonly VariantEntry[]): State {
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

/** The variant to begin with: the first that has the most to show. */
function bestOf(variants: readonly VariantEntry[]): VariantEntry | undefined {
  const order = ['analyzed', 'trained', 'untrained'];
  return order.flatMap((wanted) => variants.filter(({ state }) => state === wanted))[0];
}

interface Failure {
  readonly message: string;
  readonly hint?: string | undefined;
}

function withFailure(state: State, { message, hint }: Failure): State {
  const text = hint ? `${message} · ${hint}` : message;
  return { ...state, variants: state.variants ?? [], message: { text, tone: 'error' } };
}

function unopened(state: State, failure: Failure): State {
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
