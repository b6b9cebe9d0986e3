import { evenly } from '../../array/statistics/evenly.ts';
import type { Cursor } from '../../render-terminal/index.ts';
import type { Way } from '../../workbench/compare/ways.ts';
import type {
  Alignment,
  ExportFormat,
  ExportRequest,
  NeuronRow,
  PanelEntry,
  PanelGroup,
  PanelOption,
  RunDescription,
  SeedLines,
  VariantEntry,
  VariantSummary
} from '../../workbench/explorer/explorer-workbench.ts';
import type { ViewSpec } from '../../workbench/views/view-spec.ts';
import type { Action } from './action.ts';
import { isGrid, pinnedOf, shortLabelOf } from './compared.ts';
import type { EpochMark } from './epoch-marks.ts';
import type { Snapshot } from './history.ts';
import type { Context, KeyTable } from './keys.ts';
import type { SidebarWidth, Size } from './layout.ts';
import type { Look } from './look.ts';
import type { NeuronSort } from './neuron-order.ts';
import { hasSentence, type OwnView, ownTitle } from './own-view.ts';
import type { Place, PlotArea, Window } from './zoom.ts';

/** The mouse button is held: between which cells of the maximised panel's hole, in which axes. */
export interface Drag {
  readonly axes: string;
  readonly from: Place;
  readonly to: Place;
}

/** What changes while scrubbing: only the painter draws it, Ink is not asked. */
export interface Cursors {
  /** Index into the variant's epochs. */
  readonly epoch: number;
  /** The way the epoch cursor last went. */
  readonly direction: 1 | -1;
  /** The cursor keeps to the newest epoch of a run in training. */
  readonly following: boolean;
  readonly playing: boolean;
  /** Frames a second while it plays. */
  readonly speed: number;
  readonly neuron: number;
  /** The input that traces follow, as typed; null for the first test pair. */
  readonly input: string | null;
  /** Value cursor of the maximised plot. */
  readonly cursor: Cursor | null;
  /** Zoom of the maximised plot. */
  readonly window: Window | null;
  /** What the mouse encloses in the maximised plot while its button is held. */
  readonly drag: Drag | null;
  /** The entry of the maximised plot's legend that is seen alone. */
  readonly solo?: number | null;
  /** The maximised plot as it was last painted, one area per pair of axes. */
  readonly areas: readonly PlotArea[];
}

/** What lies over the view; at most one at a time. */
export type Layer =
  | {
      readonly kind: 'help';
      readonly query: string;
      readonly typing: boolean;
      readonly scroll: number;
    }
  | {
      readonly kind: 'info';
      readonly query: string;
      readonly typing: boolean;
      readonly scroll: number;
    }
  | { readonly kind: 'export' | 'options' | 'epochMarks'; readonly selected: number }
  | {
      readonly kind: 'prompt';
      readonly text: string;
      readonly error: string | null;
      /** The line of the palette that enter takes. */
      readonly selected: number;
    }
  | { readonly kind: 'note'; readonly text: string };

/** A figure being exported. */
export interface Job {
  readonly variant: string;
  readonly id: string;
  readonly request: ExportRequest;
  readonly done: number;
  readonly total: number;
}

/** A view being saved. */
export interface Saving {
  readonly name: string;
  readonly spec: ViewSpec;
  /** One of that name is replaced. */
  readonly isForced: boolean;
}

/** The sidebar with the variants. */
export interface Sidebar {
  readonly open: boolean;
  readonly focused: boolean;
  readonly filter: string;
  readonly typing: boolean;
  /** Index into the variants that match the filter. */
  readonly selected: number;
  readonly sort: VariantSort;
}

/** What the variants are ordered by. */
export const variantSorts = ['name', 'turn', 'test loss'] as const;
/** One of them. */
export type VariantSort = (typeof variantSorts)[number];

/** A line for the user, shown until the next key. */
export interface Message {
  readonly text: string;
  readonly tone: 'good' | 'warn' | 'error';
}

/** What was chosen of figures: values of options by figure and name. */
export type ChosenOptions = Readonly<
  Record<string, Readonly<Record<string, PanelOption['default']>>>
>;

/** The explorer as one plain value. */
export interface State {
  readonly size: Size;
  readonly look: Look;
  /** True where the mouse does something. */
  readonly hasMouse: boolean;
  /** The keys: the explorer's, as the user's keys.json changes them. */
  readonly keys: KeyTable;
  readonly results: string;
  /** Null until the results folder was read. */
  readonly variants: readonly VariantEntry[] | null;
  /** What was read for the rows of the variants, by name. */
  readonly summaries: Readonly<Record<string, VariantSummary>>;
  /** What makes variants odd among their peers, by their names; null before it is known. */
  readonly odd: Readonly<Record<string, readonly string[]>> | null;
  /** Counts requests to read the results folder. */
  readonly scans: number;
  /** Name of the variant that is being opened. */
  readonly opening: string | null;
  /** Through which pairs variants are opened, as typed; null for all. */
  readonly probe: string | null;
  /**
   * The variant that is being opened is the remembered one: nobody asked for it, so it may be gone.
   */
  readonly isRemembered: boolean;
  readonly variant: RunDescription | null;
  /** The epoch to start at once the variant is open; null means the newest. */
  readonly startEpoch: number | null;
  /** The epoch that v and V keep, where a variant on the way had to show another. */
  readonly heldEpoch: number | null;
  /** The zoom that the maximised plot keeps when another variant is open. */
  readonly startWindow: Window | null;
  /** Names of the variants that are compared, where there are two. */
  readonly picked: readonly string[];
  /** By what epochs of several variants are counted; `v` and `V` keep what it counts. */
  readonly align: Alignment;
  /** How they are compared. */
  readonly way: Way;
  /** A line for each of them, or a median for those that differ in their seeds alone. */
  readonly seeds: SeedLines;
  /** Place of the variant under focus among those that are beside each other. */
  readonly cell: number;
  /** Title of the group that is shown alone; null for the overview of all groups. */
  readonly view: string | null;
  /** The view that the user opened or saved. */
  readonly ownView: OwnView | null;
  /** The view that is being saved. */
  readonly saving: Saving | null;
  /** Options that are not at their defaults, by the ids of the panels and their camelCase names. */
  readonly options: ChosenOptions;
  /** Marked epochs, by variant. */
  readonly epochMarks: Readonly<Record<string, readonly EpochMark[]>>;
  /** A variant, or one of its epochs, that others are seen against; null for none. */
  readonly baseline: { readonly variant: string; readonly epoch: number | null } | null;
  /** Lines for the events stand in every plot over epochs. */
  readonly showsEvents: boolean;
  /** What is known of each neuron; null before it was asked for. */
  readonly neuronRows: readonly NeuronRow[] | null;
  /** How the view of single neurons orders them, and which it shows (`k=15`); '' for all. */
  readonly neuronSort: NeuronSort;
  readonly neuronFilter: string;
  /** Views before the last changes, the newest at the end. */
  readonly past: readonly Snapshot[];
  /** What changed the view last, where that can be undone. */
  readonly lastChange: Action['type'] | null;
  /** Texts of what was chosen in the palette, the newest first. */
  readonly chosen: readonly string[];
  /** Keys without a meaning that were pressed: each is told once. */
  readonly unbound: readonly string[];
  /** Id of the panel under focus. */
  readonly focus: string | null;
  /** Ids of the panels over epochs that are 0 throughout, by variant: they shrink to a line. */
  readonly flat: Readonly<Record<string, ReadonlySet<string>>>;
  /** First row of panels on the screen. */
  readonly top: number;
  readonly maximised: boolean;
  readonly sidebar: Sidebar;
  readonly layer: Layer | null;
  readonly message: Message | null;
  readonly job: Job | null;
  readonly cursors: Cursors;
  /** The user asked to quit. */
  readonly ending: boolean;
}

/**
 * Returns the group that is shown alone; null on the overview, and where the open variant has no
 * such group.
 */
export function currentView({ variant, view, ownView }: State): PanelGroup | null {
  if (view === ownTitle) return (variant && ownView?.group) ?? null;
  return variant?.groups.find(({ title }) => title === view) ?? null;
}

const firstShown = new WeakMap<readonly PanelGroup[], readonly PanelGroup[]>();

/**
 * Returns the groups on the page: the one that is shown alone, or all of the open variant, with
 * each figure in the first group that has it.
 */
export function shownGroups(state: State): readonly PanelGroup[] {
  const view = currentView(state);
  if (view) return [view];
  const groups = state.variant?.groups ?? [];
  const known = firstShown.get(groups);
  if (known) return known;
  const seen = new Set<string>();
  const shown = groups.map((group) => {
    const panels = group.panels.filter(({ id }) => !seen.has(id));
    for (const { id } of panels) seen.add(id);
    return panels.length === group.panels.length ? group : { ...group, panels };
  });
  firstShown.set(groups, shown);
  return shown;
}

/** Returns the panels on the page, in order. */
export function panelsOf(state: State): readonly PanelEntry[] {
  return shownGroups(state).flatMap(({ panels }) => panels);
}

/** Returns true where a panel on the page depends on the neuron under the cursor. */
export function hasNeurons(state: State): boolean {
  return (state.variant?.neurons ?? 0) > 0 && panelsOf(state).some(({ hasNeuron }) => hasNeuron);
}

/**
 * Returns true where the epoch cursor means something: everywhere but in a view that is about all
 * epochs at once.
 */
export function hasEpochControl(state: State): boolean {
  return !currentView(state)?.isCrossEpoch;
}

/** Returns the panel under focus: the first where the remembered one is absent. */
export function focusedPanel(state: State): PanelEntry | null {
  const panels = panelsOf(state);
  return panels.find(({ id }) => id === state.focus) ?? panels[0] ?? null;
}

/** Returns the epoch under the cursor, null while there is none. */
export function currentEpoch({ variant, cursors }: State): number | null {
  return variant?.epochs[cursors.epoch] ?? null;
}

/**
 * Returns what the epoch under the cursor is seen against: an epoch of the open variant, or another
 * variant at the same or a pinned epoch; null where nothing is.
 */
export function baselineOf(
  state: State
): { readonly variant: string; readonly epoch: number } | null {
  const { variant } = state;
  const baseline = pinnedOf(state);
  const here = currentEpoch(state);
  if (!baseline || !variant || here === null) return null;
  const epoch = baseline.epoch ?? here;
  return baseline.variant === variant.name && epoch === here ? null : { ...baseline, epoch };
}

/** Returns what is pinned in words: `epoch 300`, `p61 s2`, `p61 s2, epoch 300`. */
export function baselineText(state: State): string {
  const base = baselineOf(state);
  const pinned = pinnedOf(state);
  if (!base || !state.variant || !pinned) return '';
  const isOther = base.variant !== state.variant.name;
  const label = shortLabelOf(state, base.variant);
  const epoch = pinned.epoch === null ? '' : `${state.variant.time} ${base.epoch}`;
  return [isOther ? label : '', epoch].filter(Boolean).join(', ');
}

/** Most variants that are seen together, and of which medians are made. */
const [mostSeen, mostInMedians] = [60, 200];

const compared = new WeakMap<
  readonly string[],
  { readonly key: string; readonly names: readonly string[] }
>();

/**
 * Returns the variants that are compared, in the order in which they were picked: the picked ones,
 * the open and the pinned one; none where it is one alone. Of very many some, evenly among them.
 */
export function besideOf({ picked, variant, baseline, seeds }: State): readonly string[] {
  if (!variant || (picked.length === 0 && !baseline)) return none;
  const key = `${variant.name}\n${baseline?.variant}\n${seeds}`;
  const known = compared.get(picked);
  if (known?.key === key) return known.names;
  const all = new Set(picked);
  const open = all.has(variant.name) ? [] : [variant.name];
  const pinned = baseline ? [baseline.variant] : [];
  const most = seeds === 'median' ? mostInMedians : mostSeen;
  const names = evenly([...new Set([...open, ...all, ...pinned])], most);
  const made = names.length > 1 ? names : none;
  compared.set(picked, { key, names: made });
  return made;
}

const none: readonly string[] = [];

/**
 * Returns the line under the header, which says what happened; only the overview has it, and a view
 * that was saved of it.
 */
export function leadOf(state: State): string {
  const hasLine = state.view === ownTitle ? hasSentence(state) : currentView(state) === null;
  return state.maximised || !hasLine ? '' : (state.variant?.sentence ?? '');
}

/** Returns the neuron (of a language model the probe) under the cursor; null where none is. */
export function sharedNeuron({ variant, cursors }: State): number | null {
  return (variant?.neurons ?? 0) > 0 ? cursors.neuron : null;
}

/**
 * Returns the variants that match the sidebar's filter (every word is in its name, label or state),
 * in the order of its column; those without a value come last.
 */
export function matchingVariants({ variants, sidebar, summaries }: State): readonly VariantEntry[] {
  const words = sidebar.filter.toLowerCase().split(/\s+/).filter(Boolean);
  const found = (variants ?? []).filter(({ name, label, state }) => {
    const text = `${name} ${label} ${state}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  if (sidebar.sort === 'name') return found;
  const value = ({ name, turn }: VariantEntry) => {
    const summary = summaries[name];
    const own = sidebar.sort === 'turn' ? (turn ?? summary?.turn) : summary?.testLoss;
    return own ?? Number.POSITIVE_INFINITY;
  };
  return found.toSorted((a, b) => (value(a) === value(b) ? 0 : value(a) - value(b)));
}

/** Returns how wide the sidebar is: a table while it has the focus. */
export function sidebarOf({ sidebar }: State): SidebarWidth {
  return sidebar.open ? (sidebar.focused ? 'table' : 'list') : 'none';
}

/**
 * Returns the formats that make sense for a figure: an animation only where it is about one epoch.
 */
export function exportFormats(panel: PanelEntry | null): readonly ExportFormat[] {
  return panel?.kind === 'epoch'
    ? ['png', 'svg', 'pdf', 'gif', 'html', 'json']
    : ['png', 'svg', 'pdf', 'html', 'json'];
}

/** Returns where keys are looked up, the innermost context first. */
export function contextsOf(state: State): readonly Context[] {
  const { layer, sidebar, maximised } = state;
  if (layer) {
    if (layer.kind === 'prompt' || layer.kind === 'note' || ('typing' in layer && layer.typing))
      return ['prompt', 'always'];
    if (layer.kind === 'help' || layer.kind === 'info') return ['text', 'everywhere', 'always'];
    const own = { export: 'export', options: 'options', epochMarks: 'marks' } as const;
    return [own[layer.kind], 'menu', 'everywhere', 'always'];
  }
  if (sidebar.focused && sidebar.typing) return ['prompt', 'always'];
  return [
    sidebar.focused ? 'list' : isGrid(state) ? 'grid' : maximised ? 'plot' : 'overview',
    'view',
    'everywhere',
    'always'
  ];
}
