import { type KeyTable, keyTable } from './keys.ts';
import type { Size } from './layout.ts';
import type { Look } from './look.ts';
import { type OwnView, startOf } from './own-view.ts';
import type { ChosenOptions, State } from './state.ts';

/** What is known before the first frame: the terminal, the folder, and the view to begin with. */
export interface Start {
  readonly size: Size;
  readonly look: Look;
  readonly hasMouse?: boolean | undefined;
  readonly keys?: KeyTable | undefined;
  readonly results: string;
  readonly variant?: string | undefined;
  readonly probe?: string | undefined;
  readonly isRemembered?: boolean | undefined;
  readonly epoch?: number | undefined;
  readonly neuron?: number | undefined;
  readonly view?: string | undefined;
  /** A view of the user's own, shown at first. */
  readonly ownView?: OwnView | undefined;
  readonly options?: ChosenOptions | undefined;
  readonly epochMarks?: State['epochMarks'] | undefined;
  readonly showsEvents?: boolean | undefined;
  readonly chosen?: readonly string[] | undefined;
  readonly focus?: string | undefined;
  readonly maximised?: boolean | undefined;
  readonly sidebar?: boolean | undefined;
}

/** Returns the state before anything was read. */
export function initialState(start: Start): State {
  const { ownView = null } = start;
  const plain = plainState(start);
  if (!ownView) return plain;
  const own = startOf(ownView);
  return { ...plain, ownView, ...own, options: { ...plain.options, ...own.options } };
}

function plainState(start: Start): State {
  return {
    size: start.size,
    look: start.look,
    hasMouse: start.hasMouse ?? false,
    keys: start.keys ?? keyTable,
    results: start.results,
    variants: null,
    summaries: {},
    odd: null,
    scans: 1,
    opening: start.variant ?? null,
    probe: start.probe ?? null,
    isRemembered: start.isRemembered ?? false,
    variant: null,
    startEpoch: start.epoch ?? null,
    heldEpoch: null,
    startWindow: null,
    picked: [],
    align: 'epoch',
    way: 'overlay',
    seeds: 'each',
    cell: 0,
    view: start.view ?? null,
    ownView: null,
    saving: null,
    options: start.options ?? {},
    epochMarks: start.epochMarks ?? {},
    baseline: null,
    showsEvents: start.showsEvents ?? true,
    neuronRows: null,
    neuronSort: 'frequency',
    neuronFilter: '',
    past: [],
    lastChange: null,
    chosen: start.chosen ?? [],
    unbound: [],
    focus: start.focus ?? null,
    flat: {},
    top: 0,
    maximised: start.maximised ?? false,
    sidebar: {
      open: start.sidebar ?? false,
      focused: false,
      filter: '',
      typing: false,
      selected: 0,
      sort: 'name'
    },
    layer: null,
    message: null,
    job: null,
    cursors: {
      epoch: 0,
      direction: 1,
      following: start.epoch === undefined,
      playing: false,
      speed: 8,
      neuron: start.neuron ?? 0,
      input: start.ownView?.spec.input ?? null,
      cursor: null,
      window: null,
      drag: null,
      areas: []
    },
    ending: false
  };
}
