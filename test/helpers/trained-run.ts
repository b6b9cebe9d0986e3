import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { Variant } from '../../src/loader/index.ts';
import { analyzeVariant } from '../../src/workbench/analysis/index.ts';
import { trainVariant } from '../../src/workbench/train/train-variant.ts';

/** A results folder with one run trained and analyzed by grokscope, p=11: 41 epochs, a checkpoint every 10. */
export interface TrainedRun {
  readonly results: string;
  readonly variant: Variant;
}

/** What the three requirement documents ask for, and what their figures stand beside. */
const analyzers = [
  'dominant_frequencies',
  'neuron_freq_norm',
  'coarseness',
  'effective_dimensionality',
  'attention_freq',
  'neuron_dynamics'
];
const folders: string[] = [];

/** Trains and analyzes a tiny run in a folder that disappears after the file's tests; call it in `beforeAll`. */
export async function trainedRun(): Promise<TrainedRun> {
  const results = mkdtempSync(join(tmpdir(), 'grokscope-'));
  folders.push(results);
  const { variant } = await trainVariant({
    results,
    family: 'modulo_addition_1layer',
    changes: {
      parameters: { prime: 11, fraction: 0.6 },
      dModel: 16,
      heads: 2,
      dMlp: 24,
      epochs: 41,
      checkpoints: '0:40:10'
    },
    device: 'cpu'
  });
  await analyzeVariant(variant, { device: 'cpu', analyzers });
  return { results, variant };
}

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
