import type { Action } from './action.ts';
import { actionName } from './action-name.ts';

/**
 * Where a key is valid. `always` in every state; `everywhere` where no text is typed; `view` in
 * overview, plot, grid and list; `overview` among the panels; `plot` in the maximised panel; `grid`
 * where variants are beside each other; `list` in the sidebar; `menu` and `text` in layers over the
 * view, `export`, `options` and `marks` in menus;
 * `prompt` while text is typed (any other character is text).
 */
export type Context =
  | 'always'
  | 'everywhere'
  | 'view'
  | 'overview'
  | 'plot'
  | 'grid'
  | 'list'
  | 'menu'
  | 'export'
  | 'options'
  | 'marks'
  | 'text'
  | 'prompt';

/** One row of the key table. */
export interface KeyBinding {
  /** What the user's keys.json calls it: the only one of that name in its context. */
  readonly name: string;
  /** Keys by the names of input.ts; any of them. */
  readonly keys: readonly string[];
  readonly context: Context;
  /** What happens; a function of the key where keys differ in it. */
  readonly action: Action | ((key: string) => Action);
  /** What it does, for the help screen and the documentation. */
  readonly help: string;
  /** A word for the bottom line, where the key is worth showing there. */
  readonly hint?: string;
}

function bind(
  keys: string,
  context: Context,
  action: KeyBinding['action'],
  help: string,
  hint?: string
): KeyBinding {
  const all = keys.split(' ');
  const name = actionName(typeof action === 'function' ? { type: action(all[0]).type } : action);
  return { name, keys: all, context, action, help, ...(hint === undefined ? {} : { hint }) };
}

/** All keys: those of the explorer, or the user's. */
export type KeyTable = readonly KeyBinding[];

/**
 * Every key of the explorer: dispatch, bottom line, help screen and documentation read this table.
 * The user's keys.json makes another one of it, which is the state's.
 */
export const keyTable: KeyTable = [
  bind('tab', 'overview', { type: 'focus', by: 1 }, 'next panel', 'panel'),
  bind('S-tab', 'overview', { type: 'focus', by: -1 }, 'previous panel'),
  bind('up k', 'overview', { type: 'move', rows: -1 }, 'the panel above'),
  bind('down j', 'overview', { type: 'move', rows: 1 }, 'the panel below'),
  bind('left h', 'overview', { type: 'step', by: -1 }, 'previous epoch'),
  bind('right l', 'overview', { type: 'step', by: 1 }, 'next epoch'),
  bind('pgup ^u', 'overview', { type: 'page', by: -1 }, 'a page of panels up'),
  bind('pgdn ^d', 'overview', { type: 'page', by: 1 }, 'a page of panels down'),
  bind('z enter', 'overview', { type: 'maximise' }, 'fill the screen with the panel', 'maximise'),

  bind(
    'left h',
    'plot',
    { type: 'cursor', columns: -1, rows: 0 },
    'value cursor to the left',
    'values'
  ),
  bind(
    'right l',
    'plot',
    { type: 'cursor', columns: 1, rows: 0 },
    'value cursor to the right',
    'values'
  ),
  bind('up k', 'plot', { type: 'cursor', columns: 0, rows: -1 }, 'value cursor up'),
  bind('down j', 'plot', { type: 'cursor', columns: 0, rows: 1 }, 'value cursor down'),
  bind(
    'S-left',
    'plot',
    { type: 'cursorFar', columns: -1 },
    'value cursor an eighth of the plot to the left'
  ),
  bind(
    'S-right',
    'plot',
    { type: 'cursorFar', columns: 1 },
    'value cursor an eighth of the plot to the right'
  ),
  bind('+', 'plot', { type: 'zoom', factor: 0.5 }, 'zoom in at the value cursor', 'zoom'),
  bind('-', 'plot', { type: 'zoom', factor: 2 }, 'zoom out', 'zoom'),
  bind('H', 'plot', { type: 'pan', columns: -0.25, rows: 0 }, 'pan left', 'pan'),
  bind('L', 'plot', { type: 'pan', columns: 0.25, rows: 0 }, 'pan right', 'pan'),
  bind('K', 'plot', { type: 'pan', columns: 0, rows: -0.25 }, 'pan up'),
  bind('J', 'plot', { type: 'pan', columns: 0, rows: 0.25 }, 'pan down'),
  bind('=', 'plot', { type: 'fit' }, 'fit: the whole figure again', 'fit'),
  bind(
    'enter',
    'plot',
    { type: 'adopt' },
    'go to the epoch, neuron or input under the cursor',
    'go there'
  ),
  bind('tab', 'plot', { type: 'focus', by: 1 }, 'next panel'),
  bind('S-tab', 'plot', { type: 'focus', by: -1 }, 'previous panel'),
  bind('z', 'plot', { type: 'restore' }, 'back to the panels', 'panels'),

  bind('left h', 'grid', { type: 'step', by: -1 }, 'previous epoch'),
  bind('right l', 'grid', { type: 'step', by: 1 }, 'next epoch'),
  bind('up k', 'grid', { type: 'cell', by: -1 }, 'the variant before'),
  bind('down j', 'grid', { type: 'cell', by: 1 }, 'the variant after'),
  bind('pgup ^u', 'grid', { type: 'cellPage', by: -1 }, 'the page of variants before'),
  bind('pgdn ^d', 'grid', { type: 'cellPage', by: 1 }, 'the page of variants after', 'page'),
  bind('enter', 'grid', { type: 'openCell' }, 'open the variant under focus', 'open'),
  bind('tab', 'grid', { type: 'focus', by: 1 }, 'next panel', 'panel'),
  bind('S-tab', 'grid', { type: 'focus', by: -1 }, 'previous panel'),
  bind('z', 'grid', { type: 'restore' }, 'back to the panels', 'panels'),

  bind('up k', 'list', { type: 'select', by: -1 }, 'the variant above'),
  bind('down j', 'list', { type: 'select', by: 1 }, 'the variant below'),
  bind('pgup ^u', 'list', { type: 'select', by: -10 }, 'ten variants up'),
  bind('pgdn ^d', 'list', { type: 'select', by: 10 }, 'ten variants down'),
  bind('g', 'list', { type: 'select', by: Number.NEGATIVE_INFINITY }, 'the first variant'),
  bind('G', 'list', { type: 'select', by: Number.POSITIVE_INFINITY }, 'the last variant'),
  bind('enter right', 'list', { type: 'open' }, 'open the variant', 'open'),
  bind('a', 'list', { type: 'pickAll' }, 'compare all variants of the list, or none'),
  bind('tab S-tab', 'list', { type: 'leave' }, 'to the panels', 'panels'),

  bind(',', 'everywhere', { type: 'step', by: -1 }, 'previous stored epoch', 'epoch'),
  bind('.', 'everywhere', { type: 'step', by: 1 }, 'next stored epoch', 'epoch'),
  bind('<', 'everywhere', { type: 'step', by: -10 }, 'ten epochs back'),
  bind('>', 'everywhere', { type: 'step', by: 10 }, 'ten epochs on'),
  bind('home', 'view', { type: 'step', by: Number.NEGATIVE_INFINITY }, 'first epoch'),
  bind(
    'end',
    'view',
    { type: 'step', by: Number.POSITIVE_INFINITY },
    'last epoch; follows a run in training'
  ),
  bind(
    ': ^p',
    'view',
    { type: 'prompt' },
    'palette of all there is; :9500, :neuron 37, :input 4+29, :probe a<b',
    'palette'
  ),
  bind(
    'space',
    'view',
    { type: 'play' },
    'play and pause (:speed 12); in the list: compare the variant',
    'play'
  ),
  bind('{', 'view', { type: 'event', by: -1 }, 'previous event (turn, …) or mark', 'event'),
  bind('}', 'view', { type: 'event', by: 1 }, 'next event or mark', 'event'),
  bind('E', 'view', { type: 'events' }, 'lines for events in plots, or none'),
  bind('m', 'view', { type: 'mark' }, 'mark this epoch, with a note', 'mark'),
  bind("'", 'view', { type: 'markList' }, 'the marks: go to one, delete one'),
  bind('v', 'view', { type: 'variantBy', by: 1 }, 'next variant at this epoch and view', 'variant'),
  bind('V', 'view', { type: 'variantBy', by: -1 }, 'previous variant at this epoch and view'),
  bind(
    'T',
    'view',
    { type: 'align' },
    'count epochs of variants from 0, the turn, as a share of training'
  ),
  bind(
    'w',
    'view',
    { type: 'way' },
    'compare: overlay, side by side, small multiples, difference',
    'compare'
  ),
  bind('W', 'view', { type: 'seeds' }, 'median and range over seeds, or a line each'),
  bind('c', 'view', { type: 'unpick' }, 'compare no variants any more'),
  bind(
    'p',
    'view',
    { type: 'pin' },
    'pin this epoch, in the list a variant: seen against it',
    'pin'
  ),
  bind('y', 'view', { type: 'yank', what: 'value' }, 'copy the value under the cursor'),
  bind('Y', 'view', { type: 'yank', what: 'command' }, 'copy the command that draws this figure'),
  bind('u', 'view', { type: 'undo' }, 'undo the last change of the view', 'undo'),
  bind('n', 'view', { type: 'neuron', by: 1 }, 'next neuron', 'neuron'),
  bind('N', 'view', { type: 'neuron', by: -1 }, 'previous neuron', 'neuron'),
  bind('s', 'view', { type: 'cycle' }, 'the next value of the option in the border', 'option'),
  bind('S', 'view', { type: 'optionMenu' }, 'all options of the figure under focus', 'options'),
  bind(
    'f',
    'view',
    { type: 'ranges' },
    'ranges of colours and axes: locked, or per frame',
    'ranges'
  ),
  bind(
    'o',
    'view',
    { type: 'order' },
    'the next order of single neurons, or of the variants',
    'order'
  ),
  bind('e', 'view', { type: 'exportMenu' }, 'export the figure under focus', 'export'),
  bind('^s', 'view', { type: 'export', format: 'png' }, 'PNG of the figure under focus, now'),
  bind('b', 'view', { type: 'sidebar' }, 'sidebar with variants and events', 'variants'),
  bind('/', 'view', { type: 'filter' }, 'filter the variants, or single neurons: k=15', 'filter'),
  bind('i', 'view', { type: 'info' }, 'what is known about the variant and the figure', 'info'),
  bind('M', 'view', { type: 'marks' }, 'what curves are made of: images, braille, blocks, ASCII'),
  bind('C', 'view', { type: 'colors' }, 'colours: true, 256, 16, none'),
  bind('R', 'view', { type: 'rescan' }, 'read the results folder again'),
  bind(
    '1 2 3 4 5 6 7 8 9',
    'view',
    (key) => ({ type: 'view', index: Number(key) - 1 }),
    'a view: one group of panels alone; in a plot: one curve alone'
  ),
  bind('[', 'view', { type: 'viewBy', by: -1 }, 'previous view', 'view'),
  bind(']', 'view', { type: 'viewBy', by: 1 }, 'next view', 'view'),
  bind('0', 'view', { type: 'root' }, 'overview of all groups', 'overview'),

  bind('up k', 'menu', { type: 'choose', by: -1 }, 'the line above'),
  bind('down j', 'menu', { type: 'choose', by: 1 }, 'the line below', 'choose'),
  bind('enter', 'export', { type: 'confirm' }, 'export in this format', 'export'),
  bind('right l enter', 'options', { type: 'optionBy', by: 1 }, 'its next value', 'value'),
  bind('left h', 'options', { type: 'optionBy', by: -1 }, 'its previous value', 'value'),
  bind('backspace', 'options', { type: 'remove' }, 'its default', 'default'),
  bind('enter', 'marks', { type: 'confirm' }, 'go to the mark', 'go there'),
  bind('backspace d', 'marks', { type: 'remove' }, 'delete the mark', 'delete'),

  bind('up k', 'text', { type: 'scroll', lines: -1 }, 'a line up'),
  bind('down j', 'text', { type: 'scroll', lines: 1 }, 'a line down', 'scroll'),
  bind('pgup ^u', 'text', { type: 'scroll', lines: -10 }, 'ten lines up'),
  bind('pgdn ^d space', 'text', { type: 'scroll', lines: 10 }, 'ten lines down'),
  bind('g home', 'text', { type: 'scroll', lines: Number.NEGATIVE_INFINITY }, 'to the top'),
  bind('G end', 'text', { type: 'scroll', lines: Number.POSITIVE_INFINITY }, 'to the end'),
  bind('/', 'text', { type: 'search' }, 'search', 'search'),

  bind('enter', 'prompt', { type: 'submit' }, 'done', 'done'),
  bind('up', 'prompt', { type: 'select', by: -1 }, 'the line or variant above'),
  bind('down', 'prompt', { type: 'select', by: 1 }, 'the line or variant below'),
  bind('tab', 'prompt', { type: 'complete' }, 'in the palette: take over the words', 'complete'),
  bind('backspace', 'prompt', { type: 'erase' }, 'delete a character'),
  bind('^u', 'prompt', { type: 'eraseAll' }, 'delete all', 'clear'),
  bind('esc', 'prompt', { type: 'back' }, 'cancel', 'cancel'),

  bind('?', 'everywhere', { type: 'help' }, 'this help', 'help'),
  bind('esc', 'everywhere', { type: 'back' }, 'one layer out; cancels an export'),
  bind('q', 'everywhere', { type: 'quit' }, 'back to the overview, then quit', 'quit'),
  bind('^l', 'always', { type: 'redraw' }, 'redraw the screen'),
  bind('^z', 'always', { type: 'suspend' }, 'suspend; fg comes back'),
  bind('^c', 'always', { type: 'exit' }, 'quit at once')
];

/** What each context is called in the help screen and the documentation, in order. */
export const contextTitles: readonly (readonly [Context, string])[] = [
  ['everywhere', 'Everywhere'],
  ['view', 'Overview, plot, grid and list'],
  ['overview', 'Overview'],
  ['plot', 'Maximised panel'],
  ['grid', 'Variants beside each other'],
  ['list', 'Variants'],
  ['menu', 'Menus'],
  ['export', 'Export menu'],
  ['options', 'Options'],
  ['marks', 'Marks'],
  ['text', 'Help and info'],
  ['prompt', 'Typing'],
  ['always', 'Always']
];

/**
 * The contexts that are valid together, the innermost first: none of them takes a key of another.
 */
export const contextStacks: readonly (readonly Context[])[] = [
  ...(['overview', 'plot', 'grid', 'list'] as const).map(
    (inner) => [inner, 'view', 'everywhere', 'always'] as const
  ),
  ...(['export', 'options', 'marks'] as const).map(
    (inner) => [inner, 'menu', 'everywhere', 'always'] as const
  ),
  ['text', 'everywhere', 'always'],
  ['prompt', 'always']
];

/** Returns what the keys of a binding do, each thing once. */
export function actionsOf({ keys, action }: KeyBinding): readonly Action[] {
  return typeof action === 'function' ? keys.map(action) : [action];
}

type ActionsByContext = ReadonlyMap<Context, ReadonlyMap<string, Action>>;

const known = new WeakMap<KeyTable, ActionsByContext>();

function byContext(table: KeyTable): ActionsByContext {
  const found = known.get(table);
  if (found) return found;
  const made: ActionsByContext = new Map(
    contextTitles.map(([context]) => [
      context,
      new Map(
        table
          .filter((binding) => binding.context === context)
          .flatMap(({ keys, action }) =>
            keys.map((key) => [key, typeof action === 'function' ? action(key) : action] as const)
          )
      )
    ])
  );
  known.set(table, made);
  return made;
}

/**
 * Returns the action of a key where these contexts are valid, the first that binds it; null where
 * none does.
 */
export function actionOf(
  key: string,
  contexts: readonly Context[],
  table: KeyTable = keyTable
): Action | null {
  const actions = byContext(table);
  for (const context of contexts) {
    const action = actions.get(context)?.get(key);
    if (action) return action;
  }
  // What is not a key while text is typed is text.
  if (contexts[0] === 'prompt' && (key === 'space' || [...key].length === 1))
    return { type: 'type', text: key === 'space' ? ' ' : key };
  return null;
}

const names: Readonly<Record<string, string>> = {
  left: '←',
  right: '→',
  up: '↑',
  down: '↓',
  'S-left': 'S-←',
  'S-right': 'S-→'
};

/** Returns a key as people read it: `←`, `S-tab`, `^s`. */
export function keyName(key: string): string {
  return names[key] ?? key;
}

/** Returns the keys of a binding as people read them: `z enter`, `1 … 9`. */
export function keyNames({ keys }: KeyBinding): string {
  const all = keys.map(keyName);
  return all.length > 4 ? `${all[0]} … ${all.at(-1)}` : all.join(' ');
}

/** Returns the first key of a binding as people read it, for texts that name it; else nothing. */
export function firstKey(table: KeyTable, context: Context, name: string): string {
  const found = table.find((binding) => binding.context === context && binding.name === name);
  return found ? keyName(found.keys[0]) : '';
}
