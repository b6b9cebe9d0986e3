import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeSafetensors } from '../../src/codec/index.ts';
import { listVariants, readArtifact } from '../../src/loader/index.ts';
import { findArchitecture } from '../../src/model/index.ts';
import { analyzeVariants, findGaps } from '../../src/workbench/analysis/index.ts';
import { open } from '../../src/workbench/open.ts';
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
  const seeds = { prime: 11, seed: 1, data_seed: 598, model_seed: 1, training_fraction: 0.75 };
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ ...config, ...seeds }));
  const known = architecture === 'lstm' ? 'two_layer_mlp' : architecture;
  const model = findArchitecture(known).build({ prime: 11, dModel: 4, heads: 1, dMlp: 24 });
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
