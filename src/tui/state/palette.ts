import { snakeCase } from '../../option/option.ts';
import type { Action } from './action.ts';
import { optionsShown } from './comparing.ts';
import { marksOf } from './epoch-marks.ts';
import { actionsOf, keyNames } from './keys.ts';
import { optionName, optionValue, valueText } from './options.ts';
import { isCommand } from './prompt.ts';
import { contextsOf, focusedPanel, type State } from './state.ts';
import { viewNumber } from './views.ts';

/** Something that the palette can do. */
export interface PaletteItem {
  readonly text: string;
  /** What kind of thing it is, or the group that a figure is in. */
  readonly group: string;
  /** More words that find it: an id, a question. */
  readonly about: string;
  /** The key that does the same, '' for none. */
  readonly key: string;
  readonly action: Action;
}

/** Most lines that are looked at. */
const MOST = 200;

/** Returns all that the palette can do in a state. */
function allItems(state: State): readonly PaletteItem[] {
  const { variant, variants } = state;
  const groups = variant?.groups ?? [];
  const panel = focusedPanel(state);
  const item = (
    group: string,
    text: string,
    action: Action,
    about = '',
    key = ''
  ): PaletteItem => ({
    ...{ group, text, action, about, key }
  });
  return [
    ...groups.map(({ title }) => {
      const number = viewNumber(state, title);
      const key = number <= 9 ? String(number) : '';
      return item('view', title, { type: 'view', index: number - 1 }, '', key);
    }),
    ...groups.flatMap(({ title, panels }) =>
      panels.map(({ id, title: name, about }) =>
        item(title, name, { type: 'show', view: title, id }, `${id} ${about}`)
      )
    ),
    ...(panel ? optionsShown(state, panel) : []).flatMap((option) => {
      const name = optionName(option);
      const at = valueText(optionValue(state, panel!, option));
      if (option.type === 'boolean' || option.type === 'choice')
        return (option.type === 'boolean' ? [true, false] : option.choices).map((value) =>
          item(
            'option',
            `${name}: ${valueText(value)}`,
            { type: 'setOption', name: option.name, value },
            `${snakeCase(option.name)} ${option.about}`,
            valueText(value) === at ? 'now' : ''
          )
        );
      const text = `set ${snakeCase(option.name)} `;
      return [item('option', `${name}: ${at}`, { type: 'prompt', text }, option.about)];
    }),
    ...(variant?.events ?? []).map(({ epoch, label }) =>
      item('event', `${label} at ${epoch}`, { type: 'goTo', epoch }, '', '{ }')
    ),
    ...marksOf(state).map(({ epoch, note }) =>
      item('mark', `${note || 'mark'} at ${epoch}`, { type: 'goTo', epoch }, '', "'")
    ),
    ...(variants ?? []).map(({ name, label }) =>
      item(
        'variant',
        label,
        { type: 'openNamed', name },
        name,
        name === variant?.name ? 'open' : ''
      )
    ),
    ...(state.ownView
      ? [item('view', state.ownView.spec.title, { type: 'ownView' }, 'own --view')]
      : []),
    item('command', 'save this view as …', { type: 'prompt', text: 'save-view ' }, 'layout'),
    ...commandItems(state)
  ];
}

/** The keys that are valid over the view, as commands. */
function commandItems(state: State): readonly PaletteItem[] {
  const contexts = contextsOf({ ...state, layer: null });
  return state.keys
    .filter(({ context }) => contexts.includes(context))
    .flatMap((binding) =>
      actionsOf(binding)
        .slice(0, 1)
        .map((action) => ({
          group: 'command',
          text: binding.help,
          about: binding.hint ?? '',
          key: keyNames(binding),
          action
        }))
    );
}

/**
 * Returns what the palette offers for some words, the best first: all of them are in an item's
 * words, or their letters are in this order in its text. Without words, what was chosen before
 * comes first.
 */
export function paletteItems(state: State, text: string): readonly PaletteItem[] {
  const { variant, variants, options, epochMarks, keys, chosen } = state;
  const contexts = contextsOf({ ...state, layer: null }).join();
  const rests = [variant, variants, options, epochMarks, keys, contexts, focusedPanel(state)];
  if (made === null || !isSame(made.rests, rests)) made = { rests, items: allItems(state) };
  const { items } = made;
  if (offered?.items !== items || offered.text !== text || offered.chosen !== chosen)
    offered = { items, text, chosen, found: offeredItems(state, text, items) };
  return offered.found;
}

/**
 * All there is and what of it was offered last: a key and the frame after it ask for the same
 * several times, and there may be thousands of variants.
 */
let made: { readonly rests: readonly unknown[]; readonly items: readonly PaletteItem[] } | null =
  null;
let offered: {
  readonly items: readonly PaletteItem[];
  readonly text: string;
  readonly chosen: readonly string[];
  readonly found: readonly PaletteItem[];
} | null = null;

function isSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.every((one, i) => one === b[i]);
}

function offeredItems(
  state: State,
  text: string,
  items: readonly PaletteItem[]
): readonly PaletteItem[] {
  if (text.trim() !== '' && isCommand(text)) return [];
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) {
    const place = ({ text: own }: PaletteItem) => {
      const at = state.chosen.indexOf(own);
      return at < 0 ? Number.POSITIVE_INFINITY : at;
    };
    return items
      .toSorted((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)))
      .slice(0, MOST);
  }
  return items
    .map((item) => ({ item, score: scoreOf(item, words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.item.text.length - b.item.text.length)
    .slice(0, MOST)
    .map(({ item }) => item);
}

/** How well an item fits some words; 0 where it does not. */
function scoreOf({ text, group, about }: PaletteItem, words: readonly string[]): number {
  const [own, more] = [text.toLowerCase(), `${group} ${about}`.toLowerCase()];
  let total = 0;
  for (const word of words) {
    const score = own.startsWith(word)
      ? 8
      : startsWord(own, word)
        ? 6
        : own.includes(word)
          ? 4
          : startsWord(more, word)
            ? 3
            : more.includes(word)
              ? 2
              : isInOrder(own, word)
                ? 1
                : 0;
    if (score === 0) return 0;
    total += score;
  }
  return total;
}

function startsWord(text: string, word: string): boolean {
  let at = text.indexOf(word);
  while (at > 0 && /[a-z0-9]/.test(text[at - 1])) at = text.indexOf(word, at + 1);
  return at >= 0;
}

/** Short words and numbers would be in everything. */
function isInOrder(text: string, word: string): boolean {
  if (!/^[a-z]{4,}$/.test(word)) return false;
  let at = -1;
  for (const letter of word) {
    at = text.indexOf(letter, at + 1);
    if (at < 0) return false;
  }
  return startsWord(text, word[0]);
}
