import { basename } from 'node:path';
import { checkpointFile } from '../files/epoch-file.ts';
import { numberedFile, numberedFiles } from '../files/folder.ts';
import type { JsonObject } from '../files/read-json.ts';
import { shapesIn } from '../files/whole-files.ts';
import type { TrainingDefaults } from './family.ts';
import { configOfShapes } from './weights-config.ts';

/** What eras A and B trained with and wrote down nowhere. */
export const unwritten = { seed: 0, data_seed: 598, fraction: 0.3 } as const;

/** The defaults of the Python workbench's parameters where a family.json names none. */
export const pythonParameters: Readonly<Record<string, number>> = {
  prime: 113,
  seed: 999,
  data_seed: 598
};

/** The Python workbench's defaults, which it keeps in code. */
export const pythonTraining: TrainingDefaults = {
  task: 'modular_addition',
  model: 'transformer',
  epochs: 25_000,
  lr: 1e-3,
  weightDecay: 1,
  beta1: 0.9,
  beta2: 0.98,
  eps: 1e-8,
  warmup: 0,
  checkpoints: '0:1400:100,1500:8500:500,9000:12900:100,13000:24500:500'
};

/** Returns the parameters that the name of a folder tells: `…_p113_seed999_dseed598`. */
export function namedParameters(name: string): Readonly<Record<string, number>> {
  const found = /(?:_p(\d{1,9}))?_seed(\d{1,15})(?:_dseed(\d{1,15}))?/.exec(name);
  if (!found) return {};
  const [, prime, seed, dataSeed] = found;
  return {
    ...(prime !== undefined && { prime: Number(prime) }),
    seed: Number(seed),
    ...(dataSeed !== undefined && { data_seed: Number(dataSeed) })
  };
}

/**
 * Returns what config.json would say where there is none, as in era A: what the first readable
 * checkpoint and the name tell. Null where neither tells the modulus.
 */
export function unwrittenConfig(path: string): JsonObject | null {
  const { prime, ...named } = namedParameters(basename(path));
  const known = weightsConfig(path) ?? (prime === undefined ? null : defaultConfig(prime));
  if (known === null) return null;
  const { seed = unwritten.seed, data_seed = unwritten.data_seed } = named;
  return { ...known, seed, data_seed, model_seed: seed, training_fraction: unwritten.fraction };
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
