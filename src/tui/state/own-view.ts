import type { PanelEntry, PanelGroup } from '../../workbench/explorer/explorer-workbench.ts';
import type { ViewPanel, ViewSpec } from '../../workbench/views/view-spec.ts';
import { warned, withPlain } from './changes.ts';
import { keepFocusVisible, rowsOf } from './focus.ts';
import {
  besideOf,
  currentEpoch,
  currentView,
  focusedPanel,
  panelsOf,
  type State
} from './state.ts';

/** A view that its user wrote or saved, as the explorer shows it. */
export interface OwnView {
  readonly spec: ViewSpec;
  readonly group: PanelGroup;
  readonly rows: readonly (readonly PanelEntry[])[];
}

/** What `State.view` is while the user's own view is shown: no group has that title. */
export const ownTitle = '\u0000own';

/** Returns true where the line that says what happened is part of the user's view. */
export function hasSentence({ ownView }: State): boolean {
  return ownView === null || ownView.spec.sentence === true;
}

/** Returns a view ready to be shown; `panelOf` tells about the figure of an id. */
export function ownView(spec: ViewSpec, panelOf: (id: string) => PanelEntry): OwnView {
  let number = 0;
  const rows = spec.rows.map((row) =>
    row.map((place): PanelEntry => {
      const { figure, title } = place;
      const id = `panel ${++number}`;
      if (figure === undefined) return { ...nothing, id, title: title ?? 'Text', place };
      const panel = panelOf(figure);
      return { ...panel, id, figure, title: title ?? panel.title, place };
    })
  );
  const isCrossEpoch = spec.epoch_control === false;
  return { spec, rows, group: { title: spec.title, panels: rows.flat(), isCrossEpoch } };
}

const nothing: Pick<PanelEntry, 'about' | 'kind' | 'hasNeuron' | 'options'> = {
  ...{ about: '', kind: 'run', hasNeuron: false, options: [] }
};

/** Returns what of a state the user's view decides; the rest stays as it is remembered. */
export function startOf({ spec, group }: OwnView): Partial<State> {
  const { compare = {}, picked = [], focus, maximised = false } = spec;
  const { way = 'overlay', align = 'epoch', seeds = 'each', against } = compare;
  const options = group.panels.flatMap(({ id, place }) =>
    place?.options ? [[id, place.options] as const] : []
  );
  return {
    ...{ view: ownTitle, picked, way, align, seeds, maximised },
    baseline: against ? { variant: against.variant, epoch: against.epoch ?? null } : null,
    options: Object.fromEntries(options),
    focus: focus === undefined ? null : (group.panels[focus - 1]?.id ?? null)
  };
}

/** Returns the rows of the user's view while it is shown, else null. */
export function ownRows({ view, ownView, variant }: State): OwnView['rows'] | null {
  return view === ownTitle && variant ? (ownView?.rows ?? null) : null;
}

/** Returns the state that shows the user's view again; says so where there is none. */
export function toOwnView(state: State): State {
  if (!state.ownView) return warned(state, 'no view of your own · explore --view FILE opens one');
  const shown = { ...state, view: ownTitle, maximised: false, top: 0 };
  return keepFocusVisible(withPlain({ ...shown, focus: focusedPanel(shown)?.id ?? null }));
}

/** Returns the present layout as a view. */
export function viewSpecOf(state: State): ViewSpec | null {
  const { variant, cursors, picked, way, align, seeds, baseline, maximised } = state;
  if (!variant) return null;
  const own = state.view === ownTitle ? state.ownView : null;
  const view = currentView(state);
  const panels = panelsOf(state);
  const rows = rowsOf(state).map((row) => row.map((panel) => panelSpec(state, panel)));
  const compare = {
    ...(way !== 'overlay' && { way }),
    ...(align !== 'epoch' && { align }),
    ...(seeds !== 'each' && { seeds }),
    ...(baseline && {
      against: {
        variant: baseline.variant,
        ...(baseline.epoch !== null && { epoch: baseline.epoch })
      }
    })
  };
  const epoch = currentEpoch(state);
  const isAlone = view !== null && own === null && rows.length > 1;
  const heights = own ? own.spec.heights : isAlone ? rows.map((_, i) => (i === 0 ? 1.5 : 1)) : null;
  const focus = panels.findIndex(({ id }) => id === focusedPanel(state)?.id) + 1;
  return {
    title: own?.spec.title ?? `${view?.title ?? 'Overview'} of ${variant.label}`,
    ...(own?.spec.text !== undefined && { text: own.spec.text }),
    variant: variant.name,
    ...(epoch !== null && { epoch }),
    ...(panels.some(({ hasNeuron }) => hasNeuron) && { neuron: cursors.neuron }),
    ...(cursors.input !== null && { input: cursors.input }),
    ...(picked.length > 0 && besideOf(state).length > 0 && { picked }),
    ...(Object.keys(compare).length > 0 && { compare }),
    ...(heights && { heights }),
    ...((own ? own.spec.sentence : view === null) && { sentence: true }),
    ...(view?.isCrossEpoch && { epoch_control: false }),
    ...(focus > 0 && { focus }),
    ...(maximised && { maximised }),
    rows
  };
}

function panelSpec(state: State, { id, place }: PanelEntry): ViewPanel {
  const chosen = state.options[id];
  if (!place) return { figure: id, ...(chosen && { options: chosen }) };
  const { options: _, ...own } = place;
  return chosen ? { ...own, options: chosen } : own;
}
