import { lstatSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { didYouMean } from '../error/did-you-mean.ts';
import { UserError, usageError } from '../error/user-error.ts';
import { type JsonObject, readBytesSync, readJsonSync } from '../loader/index.ts';
import {
  type Context,
  contextStacks,
  contextTitles,
  type KeyBinding,
  type KeyTable,
  keyTable
} from './state/keys.ts';
import { isKeyName, keyNamesHelp } from './terminal/key-sequences.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Returns the file with the user's keys, which need not exist: in the XDG configuration folder. */
export function keysFile(env: Environment): string {
  return join(env.XDG_CONFIG_HOME || join(homedir(), '.config'), 'grokscope', 'keys.json');
}

/**
 * Returns the keys of the explorer as the user's keys.json changes them. Throws a UserError (usage)
 * that names everything in it which cannot be followed.
 */
export function ownKeys(env: Environment): KeyTable {
  const file = keysFile(env);
  if (!lstatSync(file, { throwIfNoEntry: false })) return keyTable;
  const remedy = 'docs/reference.md lists places and actions; without the file keys are the usual';
  try {
    const description = { missing: 'missing keys', remedy };
    const { table, faults: wrong } = remapped(readJsonSync(file, description));
    const text = new TextDecoder().decode(readBytesSync(file, description));
    const faults = [...repeated(text).map((name) => `${name} stands there twice`), ...wrong];
    if (faults.length > 0) throw usageError(`wrong keys in ${file}: ${faults.join(' · ')}`, remedy);
    return table;
  } catch (error) {
    if (error instanceof UserError) throw usageError(error.message, error.hint);
    throw error;
  }
}

/**
 * Returns the key table with the keys that a keys.json gives (`{"plot": {"zoom in": "a +"}}`: by
 * place and action, keys with spaces between them), and a sentence for each thing that is wrong.
 */
export function remapped(wanted: JsonObject): {
  readonly table: KeyTable;
  readonly faults: readonly string[];
} {
  const places = contextTitles.map(([context]) => context as string);
  const faults: string[] = [];
  const given = new Map<KeyBinding, readonly string[]>();
  for (const [place, actions] of Object.entries(wanted)) {
    const bindings = keyTable.filter(({ context }) => context === place);
    if (bindings.length === 0)
      faults.push(
        `no place ${place} (${didYouMean(place, places, `there are ${places.join(', ')}`)})`
      );
    else if (!isObject(actions)) faults.push(`${place} has no actions in braces`);
    else
      for (const [name, keys] of Object.entries(actions)) {
        const binding = bindings.find((row) => row.name === name);
        if (binding) faults.push(...faultsOf(binding, keys));
        else faults.push(unknownAction(place, name, bindings));
        if (binding && typeof keys === 'string') given.set(binding, keysIn(keys));
      }
  }
  const table = keyTable.map((row) => withKeys(row, given.get(row)));
  return { table, faults: faults.length > 0 ? faults : clashes(table) };
}

/**
 * The names that an object of a JSON text has twice: of those all but the last would be ignored.
 */
function repeated(json: string): readonly string[] {
  const open: Set<string>[] = [];
  const found: string[] = [];
  for (const [token, text, colon] of json.matchAll(/("(?:[^"\\]|\\.)*")(\s*:)?|[{}]/g)) {
    if (token === '{') open.push(new Set());
    else if (token === '}') open.pop();
    else if (colon !== undefined) {
      const name = JSON.parse(text) as string;
      if (open.at(-1)?.has(name)) found.push(name);
      open.at(-1)?.add(name);
    }
  }
  return found;
}

function isObject(value: unknown): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function keysIn(text: string): readonly string[] {
  return text.split(/\s+/).filter(Boolean);
}

function unknownAction(place: string, name: string, bindings: readonly KeyBinding[]): string {
  const names = bindings.map((row) => row.name);
  return `${place} has no action ${name} (${didYouMean(name, names, `there are ${names.join(', ')}`)})`;
}

function faultsOf({ context, name, keys, action }: KeyBinding, given: unknown): readonly string[] {
  const what = `${context}: ${name}`;
  if (typeof given !== 'string') return [`${what}: keys are one text, like "a left"`];
  const wanted = keysIn(given);
  if (wanted.length === 0) return [`${what} has no key`];
  if (typeof action === 'function' && wanted.length > keys.length)
    return [`${what} takes ${keys.length} keys at most, in the order of ${keys.join(' ')}`];
  return wanted.flatMap((key) => {
    if (!isKeyName(key)) return [`${what}: no key ${key} (${keyNamesHelp})`];
    const isText = key === 'space' || (key[0] !== '^' && [...key].length === 1) || key === '^';
    return isText && (context === 'prompt' || context === 'always')
      ? [`${what}: ${key} is text where text is typed`]
      : [];
  });
}

/** A key of a row whose action depends on it does what the usual key in its place does. */
function withKeys(row: KeyBinding, keys: readonly string[] | undefined): KeyBinding {
  const { action } = row;
  if (keys === undefined) return row;
  return typeof action === 'function'
    ? { ...row, keys, action: (key) => action(row.keys[keys.indexOf(key)] ?? '') }
    : { ...row, keys };
}

/** Each key that two actions would have where both are valid, once. */
function clashes(table: KeyTable): readonly string[] {
  const faults = new Set<string>();
  for (const stack of contextStacks) {
    const owner = new Map<string, string>();
    for (const row of table.filter(({ context }) => stack.includes(context as Context)))
      for (const key of row.keys) {
        const what = `${row.context}: ${row.name}`;
        const other = owner.get(key);
        if (other !== undefined) faults.add(`${key} is both ${other} and ${what}`);
        owner.set(key, what);
      }
  }
  return [...faults];
}
