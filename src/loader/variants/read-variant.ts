import { basename, dirname, resolve } from 'node:path';
import { UserError } from '../../error/user-error.ts';
import {
  isOfText,
  layoutOf,
  type Parameters,
  pick,
  type RunParameters,
  type Task,
  taskOf
} from '../../task/index.ts';
import { exists, isNumbered, namesIn } from '../files/folder.ts';
import { type JsonObject, readJsonSync } from '../files/read-json.ts';
import { loggedFile } from '../interop/logged-run.ts';
import { checkpointFolders } from '../language/run-folder.ts';
import { checkedConfig } from './config-numbers.ts';
import { namedParameters, unwritten, unwrittenConfig } from './unwritten.ts';
import type { Era, LanguageRun, Variant, VariantState } from './variant.ts';

/** Returns the variant in a folder. It never fails: what is wrong with it is its `problem`. */
export async function readVariant(path: string): Promise<Variant> {
  const name = basename(path);
  const named = namedParameters(name);
  let config: JsonObject = {};
  let problem: string | undefined;
  try {
    const given = exists(`${path}/config.json`) ? readConfig(path) : unwrittenConfig(path);
    if (given === null) problem = 'missing config.json';
    else ({ config, problem } = checkedConfig({ ...given, ...unsaid(given, named) }));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    problem = error.message;
  }
  const text = textTaskOf(config);
  if (taskIn(config)?.subject === 'log') return loggedVariant(path, config, problem);
  if (text !== null && text.corpus === undefined)
    return languageVariant(path, config, {} as RunParameters, problem);
  const parameters = parametersIn(config, named);
  problem ??= problemOf(config, parameters);
  if (text !== null) return languageVariant(path, config, parameters, problem);
  return {
    family: familyOf(path, name),
    name,
    path,
    era: eraOf(path, name),
    parameters,
    config,
    state: stateOf(path, isTrained(path)),
    problem
  };
}

/** The task of a language model; null of others, and where config.json names an unknown one. */
function textTaskOf(config: JsonObject): Task | null {
  const task = taskIn(config);
  return task && isOfText(task) ? task : null;
}

function taskIn(config: JsonObject): Task | null {
  try {
    return taskOf(config);
  } catch {
    return null;
  }
}

function loggedVariant(path: string, config: JsonObject, problem: string | undefined): Variant {
  const isWhole = exists(`${path}/${loggedFile}`);
  return {
    family: basename(dirname(path)),
    name: basename(path),
    path,
    era: 'C',
    parameters: {} as RunParameters,
    config,
    state: isWhole ? 'analyzed' : 'untrained',
    problem: problem ?? (isWhole ? undefined : `missing ${loggedFile}`),
    log: typeof config.source === 'string' ? resolve(path, config.source) : ''
  };
}

function languageVariant(
  path: string,
  config: JsonObject,
  parameters: RunParameters,
  problem: string | undefined
): Variant {
  const of = (key: string): string | null => {
    const given = config[key];
    return typeof given === 'string' && given !== '' ? resolve(path, given) : null;
  };
  const hash = config.probe_set_hash;
  const language: LanguageRun = {
    source: of('source') ?? path,
    base: of('base'),
    dataFiles: of('data_files'),
    probes: typeof hash === 'string' ? hash : ''
  };
  const missing = ['source', 'probe_set_hash'].find((key) => typeof config[key] !== 'string');
  return {
    family: basename(dirname(path)),
    name: basename(path),
    path,
    era: 'C',
    parameters,
    config,
    state: stateOf(path, checkpointFolders(language.source).length > 0),
    problem: problem ?? (missing && `missing ${missing} in config.json`),
    language
  };
}

/** What a folder's name tells of the task that a config.json names. */
function inTask(named: Parameters, config: JsonObject): Parameters {
  try {
    return pick(named, taskOf(config).parameters);
  } catch {
    return {};
  }
}

/** The parameters of its task that a config.json leaves to the folder's name. */
function unsaid(config: JsonObject, named: Parameters): Parameters {
  const own = Object.entries(inTask(named, config));
  return Object.fromEntries(own.filter(([name]) => (config[name] ?? null) === null));
}

function parametersIn(config: JsonObject, named: Parameters): RunParameters {
  const number = (key: string): number | undefined => {
    const value = config[key];
    return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
  };
  const own = Object.entries(inTask(config as Parameters, config));
  return {
    ...Object.fromEntries(own.filter(([key]) => number(key) !== undefined)),
    seed: number('model_seed') ?? number('seed') ?? named.seed ?? unwritten.seed,
    data_seed: number('data_seed') ?? named.data_seed ?? unwritten.data_seed,
    fraction: number('training_fraction') ?? unwritten.fraction
  };
}

/** Why nothing can be made of a run with these parameters. */
function problemOf(config: JsonObject, parameters: RunParameters): string | undefined {
  try {
    const missing = Object.keys(taskOf(config).parameters).find((key) => !(key in parameters));
    if (missing !== undefined) return `missing ${missing} in config.json`;
    layoutOf({ config, parameters });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return `${error.message} in config.json`;
  }
  return parameters.fraction === 0 ? 'invalid training_fraction in config.json: 0' : undefined;
}

/** What only variants hold, the most usual first. */
const marks = [
  ...['config.json', 'checkpoints', 'metadata.json'],
  ...['artifacts', 'losses', 'initial.safetensors']
];

/** Tells whether a folder is a variant's: it holds what only variants hold. */
export function isVariantFolder(path: string): boolean {
  return marks.some((name) => exists(`${path}/${name}`));
}

function readConfig(path: string): JsonObject {
  return readJsonSync(`${path}/config.json`, {
    missing: 'missing config.json',
    remedy: 'copy config.json again from where the run was trained',
    largest: 2 ** 20
  });
}

function eraOf(path: string, name: string): Era {
  if (/_dseed\d+/.test(name)) return 'C';
  const stacked = namesIn(`${path}/artifacts`).some((entry) => entry.endsWith('.npz'));
  if (stacked || exists(`${path}/${name}.safetensors`)) return 'A';
  return /^modulo_addition_p\d/.test(name) ? 'A' : 'B';
}

function familyOf(path: string, name: string): string {
  const fromName = /^(.+?)(?:_[a-z]{1,3}\d+)*_seed\d+/.exec(name)?.[1];
  const family = fromName ?? basename(dirname(path));
  return family === 'modulo_addition' ? 'modulo_addition_1layer' : family;
}

function isTrained(path: string): boolean {
  const isCheckpoint = (name: string) => isNumbered(name, 'checkpoint_epoch_', '.safetensors');
  return (
    namesIn(`${path}/checkpoints`).some(isCheckpoint) ||
    exists(`${path}/${basename(path)}.safetensors`)
  );
}

function stateOf(path: string, trained: boolean): VariantState {
  if (!trained) return 'untrained';
  return holdsArtifacts(`${path}/artifacts`) ? 'analyzed' : 'trained';
}

function holdsArtifacts(path: string): boolean {
  const isArtifact = (name: string) => name.endsWith('.npz') && !name.startsWith('.');
  const names = namesIn(path);
  if (names.some(isArtifact)) return true;
  const folders = names.filter((name) => !name.startsWith('.'));
  // To ask for a usual file is much faster than to list thousands of them; a file has no names in
  // it.
  return (
    folders.some((name) => exists(`${path}/${name}/summary.npz`)) ||
    folders.some((name) => namesIn(`${path}/${name}`).some(isArtifact))
  );
}
