import { chmodSync, cpSync, mkdirSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readVariant, type Variant } from '../../src/loader/index.ts';
import { analyzeVariant } from '../../src/workbench/analysis/index.ts';
import { temporaryFolder } from './temporary.ts';

/** Copies a run without its artifacts into a temporary folder, analyzes it with the given analyzers and returns it. */
export async function analyzedCopy(path: string, analyzers: readonly string[]): Promise<Variant> {
  const copy = join(temporaryFolder(), 'modulo_addition_1layer', basename(path));
  mkdirSync(join(copy, 'checkpoints'), { recursive: true });
  const checkpoints = readdirSync(join(path, 'checkpoints')).map((name) => `checkpoints/${name}`);
  for (const name of ['config.json', 'metadata.json', ...checkpoints]) {
    cpSync(join(path, name), join(copy, name));
    chmodSync(join(copy, name), 0o644);
  }
  const variant = await readVariant(copy);
  await analyzeVariant(variant, { analyzers, device: 'cpu' });
  return variant;
}
