import type { Figure } from '../../figure/figure.ts';
import { snakeCase } from '../../option/option.ts';
import { readings } from '../../render-terminal/index.ts';
import { type PanelEntry, RANGES } from '../../workbench/explorer/explorer-workbench.ts';
import { isGrid } from '../state/compared.ts';
import { cellName } from '../state/comparing.ts';
import { figureOf, otherVariant, requestOf } from '../state/options.ts';
import { currentEpoch, type State } from '../state/state.ts';
import { keyNumbers } from './key-numbers.ts';

/**
 * Returns the value at the value cursor as text: the number alone where there is one, else each
 * with its name; without a cursor the key numbers of the figure.
 */
export function valueIn(state: State, figure: Figure): string {
  const { cursor } = state.cursors;
  if (!state.maximised || !cursor) return keyNumbers(figure, currentEpoch(state), 200);
  const { place, readings: found } = readings(figure, cursor);
  const [only] = found;
  if (only && found.length === 1) return String(only.value);
  return [place, ...found.map(({ name, value }) => `${name} ${value}`)].join(', ');
}

/** Returns the command that draws the figure of a panel as it is now. */
export function commandOf(state: State, panel: PanelEntry): string {
  const { id, kind, hasNeuron, place } = panel;
  const figure = figureOf(panel);
  const { variant, cursors, options } = state;
  const {
    beside = [],
    align = 'epoch',
    seeds,
    against
  } = isGrid(state) ? {} : requestOf(state, panel);
  const epoch = place?.epoch ?? currentEpoch(state);
  const shown = cellName(state) ?? otherVariant(state, panel) ?? variant?.name ?? '';
  const { input } = cursors;
  const { [RANGES]: ranges, ...own } = options[id] ?? {};
  const words = [
    ...(beside.length > 0
      ? [
          ...['grokscope', 'compare', ...beside.map(quoted), '--figure', figure],
          ...['--align', align],
          ...(seeds === undefined ? [] : ['--seeds', seeds]),
          ...(against === undefined ? [] : ['--against', quoted(against)])
        ]
      : ['grokscope', 'show', quoted(shown), figure]),
    ...(kind !== 'variants' && beside.length === 0 && epoch !== null
      ? ['--epoch', String(epoch)]
      : []),
    ...(hasNeuron && !variant?.probes ? ['--neuron', String(cursors.neuron)] : []),
    ...(variant?.probe ? ['--probe', quoted(variant.probe)] : []),
    ...(input !== null && figure.startsWith('input_') ? ['--set', quoted(`input=${input}`)] : []),
    ...Object.entries(own).flatMap(([name, value]) => [
      '--set',
      quoted(`${snakeCase(name)}=${value}`)
    ]),
    ...(kind === 'epoch' && ranges !== 'per_frame' ? ['--locked'] : []),
    ...['--results', quoted(state.results)]
  ];
  return words.join(' ');
}

/** A word as a shell reads it; what a terminal would obey is spelled out. */
function quoted(word: string): string {
  if (/^[\w./=+:,@%-]+$/.test(word)) return word;
  if (!/\p{Cc}/u.test(word)) return `'${word.replaceAll("'", "'\\''")}'`;
  const spelled = word
    .replace(/[\\']/g, '\\$&')
    .replace(/\p{Cc}/gu, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return `$'${spelled}'`;
}
