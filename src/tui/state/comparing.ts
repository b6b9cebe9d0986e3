import { alignments } from '../../workbench/compare/alignments.ts';
import { seedLines } from '../../workbench/compare/seed-groups.ts';
import { type Way, ways } from '../../workbench/compare/ways.ts';
import type {
  Alignment,
  PanelEntry,
  PanelOption,
  SeedLines
} from '../../workbench/explorer/explorer-workbench.ts';
import { quiet, warned, withCursors, withPlain } from './changes.ts';
import { gridNames, isGrid } from './compared.ts';
import { gridPage } from './grid.ts';
import { firstKey } from './keys.ts';
import { besideOf, focusedPanel, type State } from './state.ts';

/** What ways of comparing do, in words. */
const wayTexts: Readonly<Record<Way, string>> = {
  overlay: 'lines over each other',
  'side by side': 'side by side, in the same ranges',
  'small multiples': 'small multiples, in the same ranges',
  difference: 'differences against a baseline'
};

/** How picked variants are compared: options of every figure, while there are some. */
const comparisonOptions: readonly PanelOption[] = [
  {
    ...{ name: 'compare', about: 'How the picked variants are seen.' },
    ...{ type: 'choice', default: 'overlay', choices: ways }
  },
  {
    ...{ name: 'align', about: 'What the epochs of several variants are counted by.' },
    ...{ type: 'choice', default: 'epoch', choices: alignments }
  },
  {
    ...{ name: 'seeds', about: 'A line each, or median and range where only the seeds differ.' },
    ...{ type: 'choice', default: 'each', choices: seedLines }
  }
];

/** Returns the options that a panel has at the moment: its figure's, and those of a comparison. */
export function optionsShown(state: State, { options }: PanelEntry): readonly PanelOption[] {
  if (besideOf(state).length === 0) return options;
  const names = new Set(options.map(({ name }) => name));
  return [...options, ...comparisonOptions.filter(({ name }) => !names.has(name))];
}

/** Returns what an option of a comparison is at; undefined for an option of a figure. */
export function comparisonValue(state: State, option: PanelOption): string | undefined {
  if (!comparisonOptions.includes(option)) return undefined;
  const { way, align, seeds } = state;
  return { compare: way, align, seeds }[option.name];
}

/** Returns the state with an option of a comparison at a value; null for an option of a figure. */
export function withComparison(
  state: State,
  option: PanelOption,
  value: PanelOption['default']
): State | null {
  if (!comparisonOptions.includes(option)) return null;
  if (option.name === 'compare') return inWay(state, value as Way);
  if (option.name === 'align') return withPlain({ ...state, align: value as Alignment });
  return withPlain({ ...state, seeds: value as SeedLines });
}

/** Returns the state that compares the picked variants in the next way. */
export function nextWay(state: State): State {
  return inWay(state, ways[(ways.indexOf(state.way) + 1) % ways.length]);
}

/**
 * Returns the state that compares the picked variants in a way; those that show one figure of
 * several variants fill the screen with it.
 */
function inWay(before: State, way: Way): State {
  const state = quiet(before);
  const count = besideOf(state).length;
  if (count === 0) return warned(state, unpicked(state));
  const isSpread = way === 'side by side' || way === 'small multiples';
  const shown = withPlain({
    ...state,
    way,
    maximised: state.maximised || (isSpread && focusedPanel(state) !== null)
  });
  const text = `${count} variants: ${wayTexts[way]}`;
  return { ...shown, message: { text, tone: 'good' } };
}

function unpicked({ keys }: State): string {
  return `no variants are compared · ${firstKey(keys, 'view', 'play')} in the list (${firstKey(keys, 'view', 'sidebar')}) picks some`;
}

/** Returns the state with a median of variants that differ in their seeds, or a line each. */
export function withSeeds(state: State): State {
  if (besideOf(state).length === 0) return warned(state, unpicked(state));
  const seeds = state.seeds === 'each' ? 'median' : 'each';
  const text =
    seeds === 'each'
      ? 'a line for each variant'
      : 'median and range of variants that differ in their seeds alone';
  return { ...withPlain(state), seeds, message: { text, tone: 'good' } };
}

/** Returns the state with the variant before or after in the grid under focus. */
export function cellBy(state: State, by: number): State {
  const last = gridNames(state).length - 1;
  const cell = Math.max(0, Math.min(last, state.cell + by));
  return cell === state.cell ? state : { ...state, cell };
}

/** Returns the state with the next or previous page of the grid on the screen. */
export function cellPage(state: State, by: 1 | -1): State {
  const { size, pages, page } = gridPage(state);
  const next = Math.max(0, Math.min(pages - 1, page + by));
  if (next === page)
    return warned(state, pages === 1 ? 'all variants are shown' : 'no more of them');
  return { ...state, cell: next * size };
}

/** Returns the name of the variant under focus in the grid; null without one. */
export function cellName(state: State): string | null {
  if (!isGrid(state)) return null;
  const names = gridNames(state);
  return names[Math.min(state.cell, names.length - 1)] ?? null;
}

/** Returns the state without what belongs to another grid. */
export function firstCell(state: State): State {
  return state.cell === 0 ? state : { ...withCursors(state, {}), cell: 0 };
}
