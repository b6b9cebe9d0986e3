import { cpSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readNpz } from '../../src/codec/index.ts';
import {
  analyzersOf,
  listProbes,
  readFamily,
  readVariant,
  type Variant
} from '../../src/loader/index.ts';
import { findVisualization } from '../../src/visualizations/index.ts';
import { needsOf } from '../../src/visualizations/visualization.ts';
import { analyzeVariant, findGaps, type Gap } from '../../src/workbench/analysis/index.ts';
import { open } from '../../src/workbench/open.ts';
import { throughProbe } from '../../src/workbench/run/through-probe.ts';
import { eraC } from '../helpers/eras.ts';
import { pythonWithNumpy, runPython } from '../helpers/numpy.ts';
import { pairAnalyzers } from '../helpers/pair-analyzers.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

const stored = fileURLToPath(
  new URL('../fixtures/results-0.1.0/modulo_addition_1layer', import.meta.url)
);
const name = 'modulo_addition_1layer_p7_seed999_dseed598_frac0.6_dm8_h2_mlp8';

async function copied(path: string): Promise<Variant> {
  const copy = join(temporaryFolder(), 'modulo_addition_1layer', name);
  cpSync(path, copy, { recursive: true });
  return await readVariant(copy);
}

/** Every file of a folder with its bytes. */
const contents = (folder: string) =>
  globSync('**/*.*', { cwd: folder })
    .sort()
    .map((file) => [file, readFileSync(join(folder, file), 'base64')]);

const told = (gaps: readonly Gap[]) =>
  gaps.map(({ analyzer, missing }) => `${analyzer}: ${missing}`).sort();

/** Optional analyzers that version 0.1.0 did not have. */
const later = ['calibration', 'cyclic_rsa', 'learning_events', 'lens_entropy', 'pair_skills'];

describe('a results folder written by grokscope 0.1.0', () => {
  it('has no gaps, over all pairs and over its probe set, and an analysis writes nothing', async () => {
    const variant = await copied(join(stored, name));
    const before = contents(variant.path);
    const [probe] = listProbes(variant).keys();
    for (const seen of [variant, throughProbe(variant, probe)]) {
      expect(await findGaps(seen)).toEqual([]);
      const report = await analyzeVariant(seen, { device: 'cpu' });
      expect(report).toMatchObject({ artifacts: 0, remade: [], failures: [] });
    }
    expect(contents(variant.path)).toEqual(before);
    const known = pairAnalyzers.map(({ id }) => id);
    expect(known.filter((id) => !analyzersOf(variant).includes(id))).toEqual(later);
  });

  it('draws every figure of its family', async () => {
    const variant = await readVariant(join(stored, name));
    const { visualizations } = await readFamily(variant.family);
    const { figures, figure } = await open(variant.path);
    const isLater = (id: string) =>
      needsOf(findVisualization(id)).some(
        (need) => 'analyzer' in need && later.includes(need.analyzer)
      );
    expect(visualizations.filter((id) => !figures.includes(id) && !isLater(id))).toEqual([]);
    for (const id of figures) expect((await figure(id)).data.length, id).toBeGreaterThan(0);
  });

  it('holds arrays that NumPy reads as we do', (context) => {
    const python = pythonWithNumpy();
    if (python === null) return context.skip();
    const files = globSync('**/*.npz', { cwd: stored }).sort();
    expect(files.length).toBeGreaterThan(100);
    const script = `
import sys, json, numpy as np
files = {}
for name in sys.argv[2:]:
    with np.load(sys.argv[1] + '/' + name) as arrays:
        files[name] = {k: [list(arrays[k].shape), float(np.nansum(arrays[k].astype(np.float64)))] for k in arrays.files}
print(json.dumps(files))`;
    const read = JSON.parse(runPython(python, script, stored, ...files));
    for (const file of files) {
      const arrays = readNpz(readFileSync(join(stored, file)));
      expect(Object.keys(read[file]).sort()).toEqual(Object.keys(arrays).sort());
      for (const [key, { shape, data }] of Object.entries(arrays)) {
        const [numpyShape, total] = read[file][key];
        let sum = 0;
        for (const value of data) sum += Number.isNaN(Number(value)) ? 0 : Number(value);
        expect(numpyShape, `${file} ${key}`).toEqual(shape);
        expect(Math.abs(sum - total)).toBeLessThanOrEqual(1e-6 * (1 + Math.abs(total)));
      }
    }
  });
});

describe.skipIf(eraC() === null)('a results folder of the Python workbench', () => {
  it('lacks only what that workbench does not make', async () => {
    const variant = await copied(eraC()!);
    expect(told(await findGaps(variant))).toEqual([
      'attention_fourier: summary (absent)',
      'fourier_sparsity: artifacts',
      'head_consensus: cross-epoch (absent)',
      'logit_cosine_fit: artifacts',
      'multiscale_structure: artifacts',
      'neuron_clusters: artifacts',
      'neuron_freq_norm: summary (lacks arrays)',
      'progress_measures: artifacts',
      'spectral_gap: cross-epoch (absent)',
      'trajectory_curvature: cross-epoch (absent)',
      'trajectory_loops: cross-epoch (absent)',
      'transient_cohorts: cross-epoch (absent)',
      'unembedding_fourier: artifacts',
      'weight_norms: artifacts'
    ]);
  });
});
