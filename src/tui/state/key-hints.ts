import { type Context, type KeyTable, keyName, keyTable } from './keys.ts';

/** The bottom line's order: what is used most comes first, and is there where room is scarce. */
const hintOrder = [
  ...['epoch', 'values', 'go there', 'open', 'panels', 'neuron', 'order', 'maximise', 'overview'],
  ...[
    'compare',
    'page',
    'view',
    'zoom',
    'palette',
    'event',
    'play',
    'variant',
    'option',
    'pan',
    'fit'
  ],
  ...['choose', 'value', 'default', 'delete', 'scroll', 'search', 'filter', 'export', 'variants'],
  ...['options', 'ranges', 'pin', 'mark', 'undo', 'panel', 'info', 'complete'],
  ...['done', 'clear', 'cancel', 'help', 'quit']
];

/**
 * Returns the bottom line's keys in these contexts: hints that say the same share an entry (`, .
 * epoch`).
 */
export function hintsOf(
  contexts: readonly Context[],
  table: KeyTable = keyTable
): readonly { readonly keys: string; readonly hint: string }[] {
  const keysByHint = new Map<string, string[]>();
  const taken = new Set<string>();
  for (const context of contexts) {
    for (const { keys, hint, context: own } of table) {
      const key = keys[0] ?? '';
      if (own !== context || hint === undefined || taken.has(key)) continue;
      keysByHint.set(hint, [...(keysByHint.get(hint) ?? []), keyName(key)]);
    }
    for (const { keys, context: own } of table)
      if (own === context) for (const key of keys) taken.add(key);
  }
  return [...keysByHint]
    .filter(([hint]) => hint !== 'epoch' || contexts.includes('view'))
    .sort(([a], [b]) => hintOrder.indexOf(a) - hintOrder.indexOf(b))
    .map(([hint, keys]) => ({ keys: keys.join(' '), hint }));
}
