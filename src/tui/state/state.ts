import type { Cursor } from '../../render-terminal/index.ts';
import type {
  ExportFormat,
  ExportRequest,
  PanelEntry,
  PanelGroup,
  RunDescription,
  VariantEntry
} from '../../workbench/explorer/explorer-workbench.ts';
import type { Context } from './keys.ts';
import type { Size } from './layout.ts';
import type { Look } from './look.ts';
import type { PlotArea, Window } from './zoom.ts';

/** What changes while scrubbing: only the painter draws it, Ink is not asked. */
export interface Cursors {
  /** Index into the variant's epochs. */
  readonly epoch: number;
  /** The way the epoch cursor last went. */
  readonly direction: 1 | -1;
  /** The cursor keeps to the newest epoch of a run in training. */
  readonly following: boolean;
  readonly playing: boolean;
  readonly neuron: number;
  /** The input that traces follow, as typed; null for the first test pair. */
  readonly input: string | null;
  /** Value cursor of the maximised plot. */
  readonly cursor: Cursor | null;
  /** Zoom of the maximised plot. */
  readonly window: Window | null;
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
  | { readonly kind: 'export'; readonly selected: number }
  | { readonly kind: 'prompt'; readonly text: string; readonly error: string | null };

/** A figure being exported. */
export interface Job {
  readonly variant: string;
  readonly id: string;
  readonly request: ExportRequest;
  readonly done: number;
  readonly total: number;
}

/** The sidebar with the variants. */
export interface Sidebar {
  readonly open: boolean;
  readonly focused: boolean;
  readonly filter: string;
  readonly typing: boolean;
  /** Index into the variants that match the filter. */
  readonly selected: number;
}

/** A line for the user, shown until the next key. */
export interface Message {
  readonly text: string;
  readonly tone: 'good' | 'warn' | 'error';
}

/** The explorer as one plain value. */
export interface State {
  readonly size: Size;
  readonly look: Look;
  readonly results: string;
  /** Null until the results folder was read. */
  readonly variants: readonly VariantEntry[] | null;
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
  /** Title of the group that is shown alone; null for the overview of all groups. */
  readonly view: string | null;
  /** Ids of the panels whose toggle is not at its default. */
  readonly toggled: readonly string[];
  /** Id of the panel under focus. */
  readonly focus: string | null;
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

/** What is known before the first frame: the terminal, the folder, and the view to begin with. */
export interface Start {
  readonly size: Size;
  readonly look: Look;
  readonly results: string;
  readonly variant?: string | undefined;
  readonly probe?: string | undefined;
  readonly isRemembered?: boolean | undefined;
  readonly epoch?: number | undefined;
  readonly neuron?: number | undefined;
  readonly view?: string | undefined;
  readonly toggled?: readonly string[] | undefined;
  readonly focus?: string | undefined;
  readonly maximised?: boolean | undefined;
  readonly sidebar?: boolean | undefined;
}

/** Returns the state before anything was read. */
export function initialState(start: Start): State {
  return {
    size: start.size,
    look: start.look,
    results: start.results,
    variants: null,
    scans: 1,
    opening: start.variant ?? null,
    probe: start.probe ?? null,
    isRemembered: start.isRemembered ?? false,
    variant: null,
    startEpoch: start.epoch ?? null,
    view: start.view ?? null,
    toggled: start.toggled ?? [],
    focus: start.focus ?? null,
    top: 0,
    maximised: start.maximised ?? false,
    sidebar: {
      open: start.sidebar ?? false,
      focused: false,
      filter: '',
      typing: false,
      selected: 0
    },
    layer: null,
    message: null,
    job: null,
    cursors: {
      epoch: 0,
      direction: 1,
      following: start.epoch === undefined,
      playing: false,
      neuron: start.neuron ?? 0,
      input: null,
      cursor: null,
      window: null,
      areas: []
    },
    ending: false
  };
}

/**
 * Returns the group that is shown alone; null on the overview, and where the open variant has no
 * such group.
 */
export function currentView({ variant, view }: State): PanelGroup | null {
  return variant?.groups.find(({ title }) => title === view) ?? null;
}

/** Returns the groups on the page: all of the open variant, or the one that is shown alone. */
export function shownGroups(state: State): readonly PanelGroup[] {
  const view = currentView(state);
  return view ? [view] : (state.variant?.groups ?? []);
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
 * Returns the variants that match the sidebar's filter: every word is in its name, label or state.
 */
export function matchingVariants({ variants, sidebar }: State): readonly VariantEntry[] {
  const words = sidebar.filter.toLowerCase().split(/\s+/).filter(Boolean);
  return (variants ?? []).filter(({ name, label, state }) => {
    const text = `${name} ${label} ${state}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/**
 * Returns the formats that make sense for a figure: an animation only where it is about one epoch.
 */
export function exportFormats(panel: PanelEntry | null): readonly ExportFormat[] {
  return panel?.kind === 'epoch'
    ? ['png', 'svg', 'gif', 'html', 'json']
    : ['png', 'svg', 'html', 'json'];
}

/** Returns where keys are looked up, the innermost context first. */
export function contextsOf({ layer, sidebar, maximised }: State): readonly Context[] {
  if (layer) {
    if (layer.kind === 'prompt' || ('typing' in layer && layer.typing)) return ['prompt', 'always'];
    return [layer.kind === 'export' ? 'menu' : 'text', 'everywhere', 'always'];
  }
  if (sidebar.focused && sidebar.typing) return ['prompt', 'always'];
  return [
    sidebar.focused ? 'list' : maximised ? 'plot' : 'overview',
    'view',
    'everywhere',
    'always'
  ];
}
