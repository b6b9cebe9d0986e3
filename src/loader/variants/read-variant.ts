import { basename, dirname } from 'node:path';
import { UserError } from '../../error/user-error.ts';
import { isInRange, rangeText, recipeRanges } from '../../model/recipe.ts';
import { checkpointFile } from '../files/epoch-file.ts';
import { exists, isNumbered, namesIn, numberedFile, numberedFiles } from '../files/folder.ts';
import { type JsonObject, readJsonSync } from '../files/read-json.ts';
import { shapesIn } from '../files/whole-files.ts';
import { checkedConfig } from './config-numbers.ts';
import type { Era, Variant, VariantState } from './variant.ts';
import { configOfShapes } from './weights-config.ts';

/** What eras A and B trained with and wrote down nowhere. */
const UNWRITTEN = { dataSeed: 598, fraction: 0.3 };

/** Returns the variant in a folder. It never fails: what is wrong with it is its `problem`. */
export async function readVariant(path: string): Promise<Variant> {
  const name = basename(path);
  const named = partsOf(name);
  const era = eraOf(path, name);
  let config: JsonObject = {};
  let problem: string | undefined;
  try {
    const given = exists(`${path}/config.json`) ? readConfig(path) : unwrittenConfig(path, named);
    if (given === null) problem = 'missing config.json';
    else ({ config, problem } = checkedConfig(given));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    problem = error.message;
  }
  const number = (key: string): number | undefined => {
    const value = config[key];
    return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
  };
  const prime = number('prime') ?? named.prime ?? 0;
  const fraction = number('training_fraction') ?? UNWRITTEN.fraction;
  const { prime: range } = recipeRanges;
  if (!isInRange(prime, range))
    problem ??= `invalid prime in config.json: ${prime} (expected ${rangeText(range)})`;
  if (fraction === 0) problem ??= `invalid training_fraction in config.json: ${fraction}`;
  return {
    family: familyOf(path, name),
    name,
    path,
    era,
    prime,
    seed: number('model_seed') ?? number('seed') ?? named.seed ?? 0,
    dataSeed: number('data_seed') ?? named.dataSeed ?? UNWRITTEN.dataSeed,
    fraction,
    config,
    state: stateOf(path),
    problem
  };
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

interface NameParts {
  readonly prime?: number;
  readonly seed?: number;
  readonly dataSeed?: number;
}

function partsOf(name: string): NameParts {
  const found = /(?:_p(\d{1,9}))?_seed(\d{1,15})(?:_dseed(\d{1,15}))?/.exec(name);
  if (!found) return {};
  const [, prime, seed, dataSeed] = found;
  return {
    ...(prime !== undefined && { prime: Number(prime) }),
    seed: Number(seed),
    ...(dataSeed !== undefined && { dataSeed: Number(dataSeed) })
  };
}

/**
 * What config.json would say where there is none, as in era A: what the first readable checkpoint
 * and the name tell. Null where neither tells the modulus.
 */
function unwrittenConfig(path: string, named: NameParts): JsonObject | null {
  const known =
    weightsConfig(path) ?? (named.prime === undefined ? null : defaultConfig(named.prime));
  if (known === null) return null;
  const { seed = 0, dataSeed = UNWRITTEN.dataSeed } = named;
  const seeds = { seed, data_seed: dataSeed, model_seed: seed };
  return { ...known, ...seeds, training_fraction: UNWRITTEN.fraction };
}

function weightsConfig(path: string): JsonObject | null {
  const folder = `${path}/checkpoints`;
  const stored = numberedFiles(folder, 'checkpoint_epoch_', '.safetensors').map((epoch) =>
    numberedFile(`${folder}/${checkpointFile(epoch)}`, 'checkpoint_epoch_', '.safetensors', epoch)
  );
  for (const file of [...stored, `${path}/${basename(path)}.safetensors`]) {
    const config = configOfShapes(shapesIn(file) ?? {});
    if (config !== null) return config;
  }
  return null;
}

/** The model of era A, which had only one. */
function defaultConfig(prime: number): JsonObject {
  return {
    n_layers: 1,
    n_heads: 4,
    d_model: 128,
    d_head: 32,
    d_mlp: 512,
    act_fn: 'relu',
    normalization_type: null,
    n_ctx: 3,
    d_vocab: prime + 1,
    d_vocab_out: prime,
    prime
  };
}

function eraOf(path: string, name: string): Era {
  if (/_dseed\d+/.test(name)) return 'C';
  const stacked = namesIn(`${path}/artifacts`).some((entry) => entry.endsWith('.npz'));
  if (stacked || exists(`${path}/${name}.safetensors`)) return 'A';
  return /^modulo_addition_p\d/.test(name) ? 'A' : 'B';
}

function familyOf(path: string, name: string): string {
  const fromName = /^(.+?)(?:_p\d+)?_seed\d+/.exec(name)?.[1];
  const family = fromName ?? basename(dirname(path));
  return family === 'modulo_addition' ? 'modulo_addition_1layer' : family;
}

function stateOf(path: string): VariantState {
  const trained =
    namesIn(`${path}/checkpoints`).some((name) =>
      isNumbered(name, 'checkpoint_epoch_', '.safetensors')
    ) || exists(`${path}/${basename(path)}.safetensors`);
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
