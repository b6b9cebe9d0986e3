import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync
} from 'node:fs';
import { basename, join } from 'node:path';
import type { NamedArrays, Numbers, Tensor } from '../../src/array/tensor.ts';
import { readNpz, writeNpz } from '../../src/codec/index.ts';
import { shared } from './shared.ts';

/** The analyzers that existed in era A. */
export const eraAAnalyzers = ['dominant_frequencies', 'neuron_activations', 'neuron_freq_norm'];

/** Returns the era-C variant folder in the shared reference data, or null (with a message). */
export function eraC(): string | null {
  return shared(
    'data/workbench/modulo_addition_1layer/modulo_addition_1layer_p13_seed999_dseed598'
  );
}

/** Makes the era-B folder of an era-C variant, `results/modulo_addition_1layer/…_p13_seed999`: a pure rename. */
export function makeEraB(results: string, variant: string): string {
  const path = join(results, 'modulo_addition_1layer', basename(variant).replace(/_dseed\d+$/, ''));
  copy(variant, path);
  return path;
}

/**
 * Makes the era-A folder of an era-C variant, `results/modulo_addition/modulo_addition_p13_seed999`: one stacked file
 * per analyzer, the final weights beside `checkpoints/`, no config.json.
 */
export function makeEraA(results: string, variant: string, epochs: readonly number[]): string {
  const name = basename(variant)
    .replace('_1layer', '')
    .replace(/_dseed\d+$/, '');
  const path = join(results, 'modulo_addition', name);
  copy(variant, path);
  for (const part of ['artifacts', 'config.json', 'variant_summary.json'])
    rmSync(join(path, part), { recursive: true });
  mkdirSync(join(path, 'artifacts'));
  for (const analyzer of eraAAnalyzers) {
    const each = epochs.map((epoch) => readNpz(readFileSync(epochFile(variant, analyzer, epoch))));
    writeFileSync(join(path, 'artifacts', `${analyzer}.npz`), writeNpz(stacked(epochs, each)));
  }
  const manifest = { analyzers: {}, model_config: { prime: 13, seed: 999 } };
  writeFileSync(join(path, 'artifacts', 'manifest.json'), JSON.stringify(manifest));
  const last = join(
    path,
    'checkpoints',
    `checkpoint_epoch_${String(epochs.at(-1)).padStart(5, '0')}.safetensors`
  );
  cpSync(last, join(path, `${name}.safetensors`));
  return path;
}

/** The shared data may be read-only, and a copy inherits that. */
function copy(from: string, to: string): void {
  cpSync(from, to, { recursive: true });
  for (const name of ['.', ...readdirSync(to, { recursive: true, encoding: 'utf8' })]) {
    const file = join(to, name);
    chmodSync(file, statSync(file).isDirectory() ? 0o755 : 0o644);
  }
}

function epochFile(variant: string, analyzer: string, epoch: number): string {
  return join(variant, 'artifacts', analyzer, `epoch_${String(epoch).padStart(5, '0')}.npz`);
}

function stacked(epochs: readonly number[], each: readonly NamedArrays[]): NamedArrays {
  const stamps: Tensor = {
    dtype: 'int64',
    shape: [epochs.length],
    data: Float64Array.from(epochs)
  };
  const arrays = Object.entries(each[0]).map(([name, { dtype, shape, data }]) => {
    const all = new (data.constructor as new (n: number) => Numbers)(data.length * epochs.length);
    each.forEach((row, i) => {
      all.set(row[name].data, i * data.length);
    });
    return [name, { dtype, shape: [epochs.length, ...shape], data: all }] as const;
  });
  return { epochs: stamps, ...Object.fromEntries(arrays) };
}
