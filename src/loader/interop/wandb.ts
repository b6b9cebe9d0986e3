import { join } from 'node:path';
import type { WandbHistory, WandbRecords } from '../../codec/event-logs/index.ts';
import { parsePythonJson } from '../../codec/index.ts';
import { UserError } from '../../error/user-error.ts';
import { printable } from '../../text/printable.ts';
import { isFolder, namesIn } from '../files/folder.ts';
import { readDecoded } from '../files/read-file.ts';
import { type NamedPoint, type Scalars, scalarsOf } from './scalars.ts';

const LARGEST = 2 ** 30;

/** A run that W&B kept offline. */
export interface WandbRun {
  readonly scalars: Scalars;
  readonly runId: string | null;
  readonly name: string | null;
  readonly project: string | null;
  /** Its settings by their names, as they are at the end: any JSON. */
  readonly config: ReadonlyMap<string, unknown>;
  /** The file ends within a record, as that of a run in progress does. */
  readonly isTorn: boolean;
}

/**
 * Returns the numbers that a run logged to W&B offline, from its `run-<id>.wandb` or the folder
 * that holds one (`offline-run-…`). Names of nested values are joined by points, as W&B shows them.
 * What is no number (texts, truth values, media, histograms) and what W&B adds (`_step`, which is
 * the step, `_timestamp`, the time, `_runtime`, `_wandb`) is left out. Throws UserError where the
 * file is something else, of another version, or damaged before its end.
 */
export async function readWandbScalars(path: string): Promise<WandbRun> {
  const file = isFolder(path) ? fileIn(path) : path;
  // Few need it, and it needs protobufjs, which takes a while to load.
  const { readWandbRecords } = await import('../../codec/event-logs/index.ts');
  return readDecoded(
    file,
    {
      missing: `missing W&B file: ${printable(file)}`,
      largest: LARGEST,
      remedy: 'give the run-<id>.wandb of an offline run; only its end may be incomplete'
    },
    (bytes) => {
      const records = readWandbRecords(bytes);
      const { runId, name, project, isTorn } = records;
      const scalars = scalarsOf(pointsOf(records.history));
      return { scalars, runId, name, project, config: configOf(records), isTorn };
    }
  );
}

function* pointsOf(history: readonly WandbHistory[]): Generator<NamedPoint> {
  for (const { step: told, items } of history) {
    const own = new Map<string, string>();
    const media = new Set<string>();
    for (const { keys, json } of items) {
      if (keys.length === 1) own.set(keys[0], json);
      if (keys.length > 1 && keys.at(-1) === '_type') media.add(keys.slice(0, -1).join('.'));
    }
    const step = numberIn(own.get('_step') ?? '') ?? told ?? Number.NaN;
    if (!Number.isSafeInteger(step))
      throw new UserError('damaged W&B run: a record of values has no step');
    const wallTime = numberIn(own.get('_timestamp') ?? '') ?? Number.NaN;
    for (const { keys, json } of items) {
      if (keys.length === 1 && ADDED.has(keys[0])) continue;
      if (media.has(keys.slice(0, -1).join('.'))) continue;
      for (const [name, value] of numbersIn(keys.join('.'), json))
        yield { name, step, value, wallTime };
    }
  }
}

/** What W&B logs by itself. */
const ADDED = new Set(['_step', '_timestamp', '_runtime', '_wandb']);

/** The usual case is told apart without parsing: histograms are long. */
function numbersIn(name: string, json: string): readonly (readonly [string, number])[] {
  const value = numberIn(json);
  if (value !== null) return [[name, value]];
  if (!json.startsWith('{')) return [];
  const found: [string, number][] = [];
  const walk = (prefix: string, part: unknown): void => {
    if (typeof part === 'number') found.push([prefix, part]);
    if (part === null || typeof part !== 'object' || Array.isArray(part)) return;
    if (Object.hasOwn(part, '_type')) return;
    for (const [key, inner] of Object.entries(part)) walk(`${prefix}.${key}`, inner);
  };
  walk(name, parsePythonJson(json));
  return found;
}

const special = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity]
]);

/** Bare or, as older versions wrote them, in quotes. */
function numberIn(json: string): number | null {
  if (/^-?\d[\d.eE+-]*$/.test(json)) {
    const value = Number(json);
    return Number.isNaN(value) ? null : value;
  }
  return special.get(json.replace(/^"(.{3,9})"$/, '$1')) ?? null;
}

function configOf({ config }: WandbRecords): ReadonlyMap<string, unknown> {
  const settings = new Map<string, unknown>();
  for (const { isRemoved, keys, json } of config) {
    const name = keys.join('.');
    if (isRemoved) settings.delete(name);
    else if (name !== '_wandb') settings.set(name, parsePythonJson(json));
  }
  return settings;
}

function fileIn(folder: string): string {
  const names = namesIn(folder).filter((name) => name.endsWith('.wandb'));
  if (names.length === 1) return join(folder, names[0]);
  throw new UserError(
    `${names.length === 0 ? 'no' : names.length} W&B files (run-<id>.wandb) in the folder: ${printable(folder)}`,
    'give the path of one file'
  );
}
