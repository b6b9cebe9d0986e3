import type { Action } from './action.ts';

/**
 * Where a key is valid. `always` in every state; `everywhere` where no text is typed; `view` in
 * overview, plot and list; `overview` among the panels; `plot` in the maximised panel; `list` in
 * the sidebar; `menu` and `text` in layers over the view; `prompt` while text is typed (any other
 * character is text).
 */
export type Context =
  | 'always'
  | 'everywhere'
  | 'view'
  | 'overview'
  | 'plot'
  | 'list'
  | 'menu'
  | 'text'
  | 'prompt';

/** One row of the key table. */
export interface KeyBinding {
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
  return { keys: keys.split(' '), context, action, help, ...(hint === undefined ? {} : { hint }) };
}

/**
 * Every key of the explorer: dispatch, bottom line, help screen and documentation read this table.
 */
export const keyTable: readonly KeyBinding[] = [
  bind('tab', 'overview', { type: 'focus', by: 1 }, 'next panel', 'panel'),
  bind('S-tab', 'overview', { type: 'focus', by: -1 }, 'previous panel'),
  bind('up k', 'overview', { type: 'move', rows: -1 }, 'the panel above'),
  bind('down j', 'overview', { type: 'move', rows: 1 }, 'the panel below'),
  bind('left h', 'overview', { type: 'step', by: -1 }, 'previous epoch'),
  bind('right l', 'overview', { type: 'step', by: 1 }, 'next epoch'),
  bind('pgup ^u', 'overview', { type: 'page', by: -1 }, 'a page of panels up'),
  bind('pgdn ^d', 'overview', { type: 'page', by: 1 }, 'a page of panels down'),
  bind('z enter', 'overview', { type: 'maximise' }, 'fill the screen with the panel', 'maximise'),
  bind('s', 'overview', { type: 'toggle' }, 'turn the switch in the border of the panel'),

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
    { type: 'cursor', columns: -10, rows: 0 },
    'value cursor ten cells to the left'
  ),
  bind(
    'S-right',
    'plot',
    { type: 'cursor', columns: 10, rows: 0 },
    'value cursor ten cells to the right'
  ),
  bind('+', 'plot', { type: 'zoom', factor: 0.5 }, 'zoom in at the value cursor', 'zoom'),
  bind('-', 'plot', { type: 'zoom', factor: 2 }, 'zoom out', 'zoom'),
  bind('H', 'plot', { type: 'pan', columns: -0.25, rows: 0 }, 'pan left', 'pan'),
  bind('L', 'plot', { type: 'pan', columns: 0.25, rows: 0 }, 'pan right', 'pan'),
  bind('K', 'plot', { type: 'pan', columns: 0, rows: -0.25 }, 'pan up'),
  bind('J', 'plot', { type: 'pan', columns: 0, rows: 0.25 }, 'pan down'),
  bind('=', 'plot', { type: 'fit' }, 'fit: the whole figure again', 'fit'),
  bind('o', 'plot', { type: 'adopt' }, 'go to the epoch under the value cursor'),
  bind('tab', 'plot', { type: 'focus', by: 1 }, 'next panel'),
  bind('S-tab', 'plot', { type: 'focus', by: -1 }, 'previous panel'),
  bind('z enter', 'plot', { type: 'restore' }, 'back to the panels', 'panels'),
  bind('s', 'plot', { type: 'toggle' }, 'turn the switch in the border'),

  bind('up k', 'list', { type: 'select', by: -1 }, 'the variant above'),
  bind('down j', 'list', { type: 'select', by: 1 }, 'the variant below'),
  bind('pgup ^u', 'list', { type: 'select', by: -10 }, 'ten variants up'),
  bind('pgdn ^d', 'list', { type: 'select', by: 10 }, 'ten variants down'),
  bind('g', 'list', { type: 'select', by: Number.NEGATIVE_INFINITY }, 'the first variant'),
  bind('G', 'list', { type: 'select', by: Number.POSITIVE_INFINITY }, 'the last variant'),
  bind('enter right', 'list', { type: 'open' }, 'open the variant', 'open'),
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
    ':',
    'view',
    { type: 'prompt' },
    'go to :9500, :neuron 37, :view 12; trace :input 4+29; see some pairs :probe a<b',
    'go to'
  ),
  bind('space', 'view', { type: 'play' }, 'play and pause', 'play'),
  bind('{', 'view', { type: 'event', by: -1 }, 'previous event (turn, test peak, …)'),
  bind('}', 'view', { type: 'event', by: 1 }, 'next event'),
  bind('n', 'view', { type: 'neuron', by: 1 }, 'next neuron', 'neuron'),
  bind('N', 'view', { type: 'neuron', by: -1 }, 'previous neuron', 'neuron'),
  bind('e', 'view', { type: 'exportMenu' }, 'export the figure under focus', 'export'),
  bind('^s', 'view', { type: 'export', format: 'png' }, 'PNG of the figure under focus, now'),
  bind('b', 'view', { type: 'sidebar' }, 'sidebar with variants and events', 'variants'),
  bind('/', 'view', { type: 'filter' }, 'filter the variants', 'filter'),
  bind('i', 'view', { type: 'info' }, 'what is known about the variant and the figure'),
  bind('M', 'view', { type: 'marks' }, 'marks of curves: braille, blocks, ASCII'),
  bind('C', 'view', { type: 'colors' }, 'colours: true, 256, 16, none'),
  bind('R', 'view', { type: 'rescan' }, 'read the results folder again'),
  bind(
    '1 2 3 4 5 6 7 8 9',
    'view',
    (key) => ({ type: 'view', index: Number(key) - 1 }),
    'a view (i lists them); in a maximised plot one curve'
  ),
  bind('[', 'view', { type: 'viewBy', by: -1 }, 'previous view', 'view'),
  bind(']', 'view', { type: 'viewBy', by: 1 }, 'next view', 'view'),
  bind('0', 'view', { type: 'root' }, 'overview of all groups', 'overview'),

  bind('up k', 'menu', { type: 'choose', by: -1 }, 'the line above'),
  bind('down j', 'menu', { type: 'choose', by: 1 }, 'the line below', 'choose'),
  bind('enter', 'menu', { type: 'confirm' }, 'export in this format', 'export'),

  bind('up k', 'text', { type: 'scroll', lines: -1 }, 'a line up'),
  bind('down j', 'text', { type: 'scroll', lines: 1 }, 'a line down', 'scroll'),
  bind('pgup ^u', 'text', { type: 'scroll', lines: -10 }, 'ten lines up'),
  bind('pgdn ^d space', 'text', { type: 'scroll', lines: 10 }, 'ten lines down'),
  bind('g home', 'text', { type: 'scroll', lines: Number.NEGATIVE_INFINITY }, 'to the top'),
  bind('G end', 'text', { type: 'scroll', lines: Number.POSITIVE_INFINITY }, 'to the end'),
  bind('/', 'text', { type: 'search' }, 'search', 'search'),

  bind('enter', 'prompt', { type: 'submit' }, 'done', 'done'),
  bind('up', 'prompt', { type: 'select', by: -1 }, 'while filtering: the variant above'),
  bind('down', 'prompt', { type: 'select', by: 1 }, 'while filtering: the variant below'),
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
  ['view', 'Overview, plot and list'],
  ['overview', 'Overview'],
  ['plot', 'Maximised panel'],
  ['list', 'Variants'],
  ['menu', 'Export menu'],
  ['text', 'Help and info'],
  ['prompt', 'Typing'],
  ['always', 'Always']
];

const byContext = new Map<Context, ReadonlyMap<string, Action>>(
  contextTitles.map(([context]) => [
    context,
    new Map(
      keyTable
        .filter((binding) => binding.context === context)
        .flatMap(({ keys, action }) =>
          keys.map((key) => [key, typeof action === 'function' ? action(key) : action] as const)
        )
    )
  ])
);

/**
 * Returns the action of a key where these contexts are valid, the first that binds it; null where
 * none does.
 */
export function actionOf(key: string, contexts: readonly Context[]): Action | null {
  for (const context of contexts) {
    const action = byContext.get(context)?.get(key);
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

/** The bottom line's order: what is used most comes first and goes last. */
const hintOrder = [
  ...['epoch', 'values', 'neuron', 'zoom', 'pan', 'fit', 'maximise', 'panels', 'overview'],
  ...['view', 'open'],
  ...['choose', 'scroll', 'search', 'filter', 'export', 'go to', 'variants', 'play', 'panel'],
  ...['done', 'clear', 'cancel', 'help', 'quit']
];

/**
 * Returns the bottom line's keys in these contexts: hints that say the same share an entry (`, .
 * epoch`).
 */
export function hintsOf(
  contexts: readonly Context[]
): readonly { readonly keys: string; readonly hint: string }[] {
  const keysByHint = new Map<string, string[]>();
  const taken = new Set<string>();
  for (const context of contexts) {
    for (const { keys, hint, context: own } of keyTable) {
      const key = keys[0] ?? '';
      if (own !== context || hint === undefined || taken.has(key)) continue;
      keysByHint.set(hint, [...(keysByHint.get(hint) ?? []), keyName(key)]);
    }
    for (const { keys, context: own } of keyTable)
      if (own === context) for (const key of keys) taken.add(key);
  }
  return [...keysByHint]
    .filter(([hint]) => hint !== 'epoch' || contexts.includes('view'))
    .sort(([a], [b]) => hintOrder.indexOf(a) - hintOrder.indexOf(b))
    .map(([hint, keys]) => ({ keys: keys.join(' '), hint }));
}
