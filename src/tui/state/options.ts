import { snakeCase } from '../../option/option.ts';
import {
  type Alignment,
  type FigureRequest,
  type PanelEntry,
  type PanelOption,
  RANGES
} from '../../workbench/explorer/explorer-workbench.ts';
import { warned, withPlain } from './changes.ts';
import { differenceBase, gridNames } from './compared.ts';
import { comparisonValue, withComparison } from './comparing.ts';
import { hasMosaic, neuronPage } from './neuron-order.ts';
import { besideOf, currentEpoch, focusedPanel, type State } from './state.ts';

/** Pixels of a map in a mosaic, with the gap before the next: a pixel is half a cell high. */
const [ACROSS, DOWN] = [20, 26];

/** The page of neurons that a mosaic shows, once they are known: as many as are well seen. */
function mosaicOf(state: State): Readonly<Record<string, unknown>> {
  const { columns, rows } = state.size;
  // A view gives its first panel more than a third of the rows.
  const height = state.maximised ? rows - 12 : Math.round(0.36 * rows) - 5;
  const across = Math.max(2, Math.floor((columns - 14) / ACROSS));
  const down = Math.max(1, Math.floor((2 * height) / DOWN));
  const page = neuronPage(state, Math.min(30, across * down));
  return page.length === 0
    ? {}
    : { neurons: page.join(','), count: page.length, across: Math.min(across, page.length) };
}

/** Returns the option of a panel that one key cycles: the first switch, else the first choice. */
export function switchOf({ options }: PanelEntry): PanelOption | null {
  const of = (type: PanelOption['type']) =>
    options.find((option) => option.type === type && option.name !== RANGES);
  return of('boolean') ?? of('choice') ?? null;
}

/** Returns what an option of a panel is at. */
export function optionValue(
  state: State,
  { id }: PanelEntry,
  option: PanelOption
): PanelOption['default'] {
  return comparisonValue(state, option) ?? state.options[id]?.[option.name] ?? option.default;
}

/** Returns an option's value in words: `on`, `mlp`, `0.7`; `auto` where none is given. */
export function valueText(value: PanelOption['default']): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return value === null ? 'auto' : String(value).replaceAll('_', ' ');
}

/** Returns an option's name in words. */
export function optionName({ name }: PanelOption): string {
  return snakeCase(name).replaceAll('_', ' ');
}

/**
 * Returns the state with the switch of the panel under focus turned on; says so where it has none.
 */
export function cycled(state: State): State {
  const panel = focusedPanel(state);
  if (!panel) return state;
  const option = switchOf(panel);
  if (option) return steppedOption(state, panel, option, 1);
  return warned(
    state,
    panel.options.length > 0
      ? `${panel.title} has no switch · S lists its options`
      : `${panel.title} has no options`
  );
}

/**
 * Returns the state with the ranges of the panel under focus locked over all epochs, or those of
 * each epoch; says so where there is one range alone.
 */
export function rangesSwitched(state: State): State {
  const panel = focusedPanel(state);
  const option = panel?.options.find(({ name }) => name === RANGES);
  if (panel && option) return steppedOption(state, panel, option, 1);
  return panel ? warned(state, `${panel.title} is of all epochs: it has one range`) : state;
}

/** Returns the state with an option of a panel at its next or previous value. */
export function steppedOption(
  state: State,
  panel: PanelEntry,
  option: PanelOption,
  by: 1 | -1
): State {
  const value = optionValue(state, panel, option);
  switch (option.type) {
    case 'boolean':
      return withOption(state, panel, option, !value);
    case 'choice': {
      const { choices } = option;
      const at = choices.indexOf(String(value));
      return withOption(state, panel, option, choices[(at + by + choices.length) % choices.length]);
    }
    case 'number': {
      const { least = 0, most = Number.POSITIVE_INFINITY, isInteger } = option;
      const from = value === null ? null : Number(value);
      const step = isInteger ? by : by * (Math.abs(from ?? 1) < 2 ? 0.05 : 1);
      const next = from === null ? least : Number((from + step).toPrecision(6));
      // Below the least is none at all, where that is the default.
      if (next < least)
        return withOption(state, panel, option, option.default === null ? null : least);
      return withOption(state, panel, option, Math.min(most, next));
    }
    case 'text':
      return warned(state, `type it: :set ${snakeCase(option.name)} …`);
  }
}

/** Returns the state with an option of a panel at a value; at its default it is not remembered. */
export function withOption(
  state: State,
  { id }: PanelEntry,
  option: PanelOption,
  value: PanelOption['default']
): State {
  const compared = withComparison(state, option, value);
  if (compared) return compared;
  const { [option.name]: _, ...rest } = state.options[id] ?? {};
  const own = value === option.default ? rest : { ...rest, [option.name]: value };
  const { [id]: __, ...others } = state.options;
  // Rows may be others now: value cursor and zoom would point at something else.
  return withPlain({
    ...state,
    options: Object.keys(own).length === 0 ? others : { ...others, [id]: own }
  });
}

/** Returns the id of a panel's figure. */
export function figureOf({ id, figure }: PanelEntry): string {
  return figure ?? id;
}

/** Returns true for a panel of a user's view that is a text. */
export function isText({ place }: PanelEntry): boolean {
  return place?.text !== undefined;
}

/** Returns the one variant that a panel of a user's view is of, where that is not the open one. */
export function otherVariant({ variant }: State, { place }: PanelEntry): string | null {
  const [name, ...more] = place?.variants ?? [];
  return name === undefined || more.length > 0 || name === variant?.name ? null : name;
}

/**
 * Returns what a panel's figure depends on: the shared cursors, the input that traces follow, the
 * panel's options, and what a user's view says of it.
 */
export function requestOf(state: State, panel: PanelEntry): FigureRequest {
  const { id, kind, options, place } = panel;
  const { input, neuron } = state.cursors;
  const set = {
    ...(input !== null && { input }),
    ...(hasMosaic(options) && mosaicOf(state)),
    ...state.options[id]
  };
  const { align = state.align, seeds = state.seeds } = place?.compare ?? {};
  const names = place?.variants ?? besideOf(state);
  const beside = kind === 'run' && names.length > 1 ? names : [];
  const against = place?.compare?.against?.variant ?? differenceBase(state);
  const request = {
    ...{ epoch: place?.epoch ?? currentEpoch(state) ?? 0, neuron },
    ...(beside.length > 0 && {
      ...{ beside, align },
      ...(seeds !== 'each' && { seeds }),
      ...(against !== null && beside.includes(against) && { against })
    }),
    ...(beside.length === 0 && amongOf(state, panel, align))
  };
  return Object.keys(set).length === 0 ? request : { ...request, set };
}

/** A panel of another variant or an epoch of its own is of the nearest stored epoch. */
function amongOf(
  state: State,
  panel: PanelEntry,
  align: Alignment
): Pick<FigureRequest, 'among' | 'align'> {
  const open = state.variant?.name ?? '';
  const name = otherVariant(state, panel) ?? open;
  const isPinned = panel.place?.epoch !== undefined;
  if (name === open && !isPinned) return {};
  const among = { variants: [name], from: isPinned ? name : open };
  return { among, align: isPinned ? 'epoch' : align };
}

/**
 * Returns what the figure of a panel depends on where it is one of several beside each other; the
 * epoch is that of the open variant.
 */
export function requestAmong(state: State, panel: PanelEntry): FigureRequest {
  const { beside: _, seeds: __, against, ...own } = requestOf(state, panel);
  const base = against ?? differenceBase(state);
  const names = gridNames(state);
  return {
    ...own,
    align: state.align,
    among: {
      variants: base === null ? names : [...names, base],
      from: state.variant?.name ?? ''
    }
  };
}
