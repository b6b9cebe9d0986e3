import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Tensor } from '../../src/array/tensor.ts';
import { writeSafetensors } from '../../src/codec/index.ts';
import {
  listVariants,
  readAcross,
  readArtifact,
  readCheckpoint,
  readFamily,
  type Variant
} from '../../src/loader/index.ts';
import { findArchitecture } from '../../src/model/index.ts';
import { findVisualization } from '../../src/visualizations/index.ts';
import { needsOf } from '../../src/visualizations/visualization.ts';
import { analyzeVariants, findGaps } from '../../src/workbench/analysis/index.ts';
import { explorerSource } from '../../src/workbench/explorer/explorer-source.ts';
import type { RunDescription } from '../../src/workbench/explorer/explorer-workbench.ts';
import { open } from '../../src/workbench/open.ts';
import sharedComponents from '../../src/workbench/run/shared-components.ts';
import { randomRun } from '../helpers/random-run.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { userErrorOf } from '../helpers/user-error.ts';

const families = {
  two_layer_mlp: 'modulo_addition_2layer_mlp',
  learned_emb_mlp: 'modulo_addition_learned_emb_mlp',
  lstm: 'modulo_addition_lstm'
};

/** Writes a run of initial weights as the Python workbench lays out its MLP families, p=11. */
function writeRun(results: string, architecture: keyof typeof families): void {
  const family = families[architecture];
  const folder = join(results, family, `${family}_p11_seed1_dseed598`);
  mkdirSync(join(folder, 'checkpoints'), { recursive: true });
  const config = { architecture, vocab_size: 11, d_embed: 4, d_hidden: 24, act_fn: 'relu' };
  const seeds = { tokens: 11, seed: 1, data_seed: 598, model_seed: 1, training_fraction: 0.75 };
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ ...config, ...seeds }));
  const known = architecture === 'lstm' ? 'two_layer_mlp' : architecture;
  const model = findArchitecture(known).build({ tokens: 11, dModel: 4, heads: 1, dMlp: 24 });
  for (const epoch of [0, 1, 2])
    writeFileSync(
      join(folder, `checkpoints/checkpoint_epoch_0000${epoch}.safetensors`),
      writeSafetensors(model.initial(epoch + 1))
    );
}

it('runs of the MLP families are analyzed by what fits their model, and drawn', async () => {
  const results = temporaryFolder();
  writeRun(results, 'two_layer_mlp');
  writeRun(results, 'learned_emb_mlp');
  const variants = await listVariants(results);
  const reports = await analyzeVariants(variants, { device: 'cpu' });
  for (const [i, variant] of variants.entries()) {
    expect(reports[i]).toMatchObject({ checkpoints: 3, failures: [] });
    const { norm_matrix } = await readArtifact(variant, 'neuron_freq_norm', 2);
    expect(norm_matrix.shape).toEqual([5, 24]);
    expect(await findGaps(variant)).toEqual([]);
    const { figures, figure } = await open(variant.path);
    expect(figures).toContain('neuron_freq_clusters');
    expect((await figure('accuracy_grid')).data[0]).toMatchObject({ type: 'heatmap' });
  }
});

it('views have the same numbers in runs of MLPs as in transformers beside them', async () => {
  const results = temporaryFolder();
  writeRun(results, 'two_layer_mlp');
  await randomRun(results, [0]);
  const source = explorerSource(results);
  onTestFinished(() => source.close());
  const variants = await source.listVariants();
  const [first, second] = await Promise.all(variants.map(({ name }) => source.openRun(name)));
  const titles = ({ views = [] }: RunDescription) => views.map(({ title }) => title);
  expect(titles(first)).toEqual(titles(second));
  expect(titles(first).slice(0, 3)).toEqual(['Loss', 'Coarseness', 'Specialization']);
  const mlp = [first, second].find(({ family }) => family.endsWith('2layer_mlp'))!;
  const absences = Object.fromEntries(mlp.views!.map(({ title, absence }) => [title, absence]));
  expect(absences.Attention).toBe('this model has no attention');
  expect(absences['Input trace']).toBe('modulo_addition_2layer_mlp has no such view');
  expect(absences.Coarseness).toMatch(/^not analyzed yet · run: grokscope analyze /);
  expect(absences['Loss landscape']).toBeDefined();
});

/** The weights of a run's epoch by short name. */
async function weightsOf(variant: Variant, epoch: number): Promise<Record<string, Tensor>> {
  const stored = await readCheckpoint(variant, epoch);
  const named = Object.entries(stored).filter(([name]) => name.endsWith('.weight'));
  return Object.fromEntries(named.map(([name, tensor]) => [name.replace('.weight', ''), tensor]));
}

const sumOfSquares = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, x) => sum + x * x, 0);

it.each(['two_layer_mlp', 'learned_emb_mlp'] as const)(
  'norms, spectra and paths of %s are those of its own matrices, and nothing of others is there',
  async (architecture) => {
    const results = temporaryFolder();
    writeRun(results, architecture);
    const [variant] = (await listVariants(results)) as [Variant];
    await analyzeVariants([variant], { device: 'cpu' });
    const before = await weightsOf(variant, 1);
    const weights = await weightsOf(variant, 2);
    const names = Object.keys(weights);
    const norms = await readArtifact(variant, 'weight_norms', 2);
    const own = names.map((name) => `norm_${name}`);
    expect(Object.keys(norms).sort()).toEqual([...own, 'norm_biases', 'norm_total'].sort());
    const spectra = await readArtifact(variant, 'effective_dimensionality', 2);
    expect(Object.keys(spectra).sort()).toEqual(names.map((name) => `sv_${name}`).sort());
    for (const name of names) {
      const square = sumOfSquares(weights[name].data);
      expect(norms[`norm_${name}`].data[0]).toBeCloseTo(Math.sqrt(square), 5);
      expect(sumOfSquares(spectra[`sv_${name}`].data)).toBeCloseTo(square, 4);
    }
    const path = await readAcross(variant, 'parameter_trajectory');
    const groups = architecture === 'two_layer_mlp' ? ['all', 'mlp'] : ['all', 'embedding', 'mlp'];
    const velocities = Object.keys(path).filter((key) => key.endsWith('__velocity'));
    expect(velocities.map((key) => key.replace('__velocity', ''))).toEqual(groups);
    const moved = names.map((name) =>
      sumOfSquares(weights[name].data.map((x: number, i: number) => x - before[name].data[i]))
    );
    const all = Math.sqrt(moved.reduce((sum, x) => sum + x, 0));
    expect(path.all__velocity.data[1]).toBeCloseTo(all, 5);
    const turns = await readAcross(variant, 'trajectory_curvature');
    expect(turns.all__velocity.data[1]).toBeCloseTo(all, 5);
    expect(turns.attention__velocity).toBeUndefined();
    const { figures, figure } = await open(variant.path);
    const { visualizations, optionalAnalyzers } = await readFamily(families[architecture]);
    const isOptional = (id: string) =>
      needsOf(findVisualization(id)).some(
        (need) => 'analyzer' in need && optionalAnalyzers.includes(need.analyzer)
      );
    const missing = visualizations.filter((id) => !figures.includes(id) && !isOptional(id));
    expect(missing).toEqual(['loss_curves']);
    const drawn = await figure('weight_norms');
    expect(drawn.data.map(({ name }) => name).sort()).toEqual(['total', ...names].sort());
    if (architecture === 'two_layer_mlp')
      expect((await userErrorOf(() => figure('trajectory_proximity'))).message).toContain(
        'no trajectory_proximity of this model'
      );
    for (const id of figures) expect((await figure(id)).data.length).toBeGreaterThan(0);
    expect(await findGaps(variant)).toEqual([]);
  }
);

it('weights of two models have no common components, which is told by the first that differs', async () => {
  const results = temporaryFolder();
  writeRun(results, 'two_layer_mlp');
  writeRun(results, 'learned_emb_mlp');
  const variants = await listVariants(results);
  const error = await userErrorOf(() => sharedComponents.load(variants));
  expect(error.message).toContain('W_in [24, 22] in modulo_addition_2layer_mlp');
  expect(error.message).toContain('W_in [24, 4] in modulo_addition_learned_emb_mlp');
});

it('a run of an unknown model does not keep the others from being analyzed', async () => {
  const results = temporaryFolder();
  writeRun(results, 'lstm');
  writeRun(results, 'two_layer_mlp');
  const variants = await listVariants(results);
  const reports = await analyzeVariants(variants, { device: 'cpu' });
  const failed = reports.find(({ failures }) => failures.length > 0)!;
  expect(failed.variant).toContain('lstm');
  expect(failed.failures[0].error.message).toBe('unknown model: lstm');
  expect(reports.find((report) => report !== failed)!.checkpoints).toBe(3);
  const alone = variants.filter(({ name }) => name.includes('lstm'));
  const error = await userErrorOf(() => analyzeVariants(alone));
  expect(error.message).toBe('unknown model: lstm');
});

describe('the explorer on a family that is not ours', () => {
  async function moved(change: (config: Record<string, unknown>) => unknown) {
    const results = temporaryFolder();
    writeRun(results, 'two_layer_mlp');
    const [variant] = (await listVariants(results)) as [Variant];
    await analyzeVariants([variant], { device: 'cpu' });
    const path = join(results, 'somebody_elses', 'somebody_elses_p11');
    cpSync(variant.path, path, { recursive: true });
    rmSync(join(results, families.two_layer_mlp), { recursive: true });
    const config = JSON.parse(readFileSync(join(path, 'config.json'), 'utf8'));
    config.prime = 11;
    change(config);
    writeFileSync(join(path, 'config.json'), JSON.stringify(config));
    const source = explorerSource(results);
    onTestFinished(() => source.close());
    return { source, opened: await source.openRun('somebody_elses_p11') };
  }
  const panelsOf = ({ groups }: RunDescription) => groups.flatMap(({ panels }) => panels);

  it('has our groups, and every panel is drawn', async () => {
    const { source, opened } = await moved(() => {});
    expect(opened.groups.map(({ title }) => title)).toEqual(
      expect.arrayContaining(['Coarseness', 'Neurons', 'Weights', 'Parameter space', 'Answers'])
    );
    expect(panelsOf(opened).map(({ id }) => id)).not.toContain('attention_heads');
    const ids = panelsOf(opened).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids)
      expect((await source.figure(opened.name, id, { epoch: 2, neuron: 0 })).data).not.toEqual([]);
  });

  it('has no panels of weights that are not computed here, and says so', async () => {
    const { source, opened } = await moved((config) => {
      config.architecture = 'lstm';
    });
    const ids = panelsOf(opened).map(({ id }) => id);
    expect(ids).toContain('neuron_freq_clusters');
    expect(ids).not.toContain('neuron_heatmap');
    expect(opened.facts).toContainEqual(['nothing from weights', 'unknown model: lstm']);
    let seen = opened;
    source.watch(opened.name, (grown) => {
      seen = grown;
    });
    const draw = async (id: string) => source.figure(opened.name, id, { epoch: 2, neuron: 0 });
    for (const id of ids) await draw(id).catch(() => {});
    const left = panelsOf(seen).map(({ id }) => id);
    expect(ids.filter((id) => !left.includes(id))).toEqual(['trajectory_proximity']);
    for (const id of left) expect((await draw(id)).data).not.toEqual([]);
  });
});
