import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Analyzer, findAnalyzer } from '../../src/analyzers/index.ts';
import { writeSafetensors } from '../../src/codec/index.ts';
import { gather, integers } from '../../src/engine/index.ts';
import {
  artifactEpochs,
  listVariants,
  readVariant,
  writeArtifact
} from '../../src/loader/index.ts';
import { findArchitecture } from '../../src/model/index.ts';
import { analyzeVariants, findGaps } from '../../src/workbench/analysis/index.ts';
import { runAnalysis } from '../../src/workbench/analysis/run-analysis.ts';
import { inlineHost } from '../helpers/inline-host.ts';
import { randomRun } from '../helpers/random-run.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { userErrorOf } from '../helpers/user-error.ts';

const sound = findAnalyzer('coarseness');
const fail = (): never => {
  throw new TypeError('no such thing');
};

/** An analyzer of its own name that fails in one step. */
const failing: Readonly<Record<string, Partial<Analyzer>>> = {
  measure: { measure: fail },
  'a graph that cannot be run': {
    measure: ({ weight }) => ({
      coarseness: gather(weight('embed.W_E'), integers(Int32Array.of(99)))
    })
  },
  repeat: {
    repeat: ({ weight }) => ({ outputs: { other: weight('embed.W_E') }, count: 2, feeds: fail })
  },
  finish: { finish: fail },
  summarize: { summarize: fail },
  across: { across: fail, acrossArrays: { epochs: ['epoch'] } }
};

describe('an analyzer that fails, for whatever reason, does not keep the others from their work', () => {
  it.each(Object.keys(failing))('in %s', async (step) => {
    const variant = await randomRun(temporaryFolder(), [0, 10]);
    const bad = { ...sound, ...failing[step], id: 'bad' } as Analyzer;
    const find = (id: string) => (id === 'bad' ? bad : findAnalyzer(id));
    const chosen = [bad, sound, findAnalyzer('neuron_freq_norm'), findAnalyzer('neuron_dynamics')];
    const report = await runAnalysis(variant, chosen, inlineHost(find), { device: 'cpu' });
    expect(report.failures.length).toBeGreaterThan(0);
    for (const { file } of report.failures) expect(file).toMatch(/^bad\//);
    expect(report.remade).toEqual(
      expect.arrayContaining(['coarseness/summary.npz', 'neuron_dynamics/cross_epoch.npz'])
    );
    expect(await artifactEpochs(variant, 'coarseness')).toEqual([0, 10]);
    expect(await findGaps(variant, { analyzers: chosen.slice(1).map(({ id }) => id) })).toEqual([]);
  });
});

it('a variant that fails, for whatever reason, does not keep the others from being analyzed', async () => {
  const results = temporaryFolder();
  const bad = await randomRun(results, [0], { prime: 5 });
  const good = await randomRun(results, [0], { prime: 7 });
  const broken = {
    ...bad,
    get config(): never {
      return fail();
    }
  };
  const unreadable = { ...bad, problem: 'damaged json' };
  const reports = await analyzeVariants([broken, unreadable, good], {
    analyzers: ['coarseness'],
    device: 'cpu'
  });
  expect(reports.map(({ failures }) => failures.map(({ error }) => error.message))).toEqual([
    ['no such thing'],
    ['damaged json'],
    []
  ]);
  expect(await artifactEpochs(good, 'coarseness')).toEqual([0]);
});

it('epochs that only some variants have concern those; that none has is wrong usage', async () => {
  const results = temporaryFolder();
  const short = await randomRun(results, [0], { prime: 5 });
  const long = await randomRun(results, [0, 10], { prime: 7 });
  const asked = { analyzers: ['coarseness'], device: 'cpu' } as const;
  const reports = await analyzeVariants([short, long], { ...asked, epochs: '10' });
  expect(reports.map(({ failures }) => failures.length)).toEqual([1, 0]);
  expect(await artifactEpochs(long, 'coarseness')).toEqual([10]);
  const error = await userErrorOf(() => analyzeVariants([short, long], { ...asked, epochs: '7' }));
  expect(error).toMatchObject({ exitCode: 2 });
});

describe('a run without config.json is recognised by its weights', () => {
  /** Writes checkpoints of initial weights in a folder without config.json. */
  function folder(results: string, path: string, architecture: string, prime: number) {
    const full = join(results, path);
    mkdirSync(join(full, 'checkpoints'), { recursive: true });
    const model = findArchitecture(architecture).build({
      tokens: prime,
      dModel: 8,
      heads: 2,
      dMlp: 24
    });
    for (const epoch of [0, 1])
      writeFileSync(
        join(full, `checkpoints/checkpoint_epoch_0000${epoch}.safetensors`),
        writeSafetensors({ ...model.initial(epoch + 1), ...model.frozen })
      );
    return full;
  }

  it.each([
    ['two_layer_mlp', 'modulo_addition_2layer_mlp', { d_hidden: 24, vocab_size: 11 }],
    ['learned_emb_mlp', 'modulo_addition_learned_emb_mlp', { d_hidden: 24, d_embed: 8 }],
    ['transformer', 'modulo_addition_1layer', { d_model: 8, n_heads: 2, d_head: 4, d_mlp: 24 }],
    ['transformer', 'somebody', { d_model: 8, d_vocab: 12, d_vocab_out: 11, n_ctx: 3, n_layers: 1 }]
  ])('%s in %s', async (architecture, family, expected) => {
    const results = temporaryFolder();
    folder(results, `${family}/${family}_p11_seed3_dseed598`, architecture, 11);
    folder(results, `${family}/unnamed`, architecture, 11);
    const variants = await listVariants(results);
    for (const variant of variants) {
      expect(variant).toMatchObject({
        family,
        parameters: { prime: 11, data_seed: 598 },
        state: 'trained'
      });
      expect(variant.config).toMatchObject(expected);
      expect(variant.problem).toBeUndefined();
    }
    expect(variants.map(({ parameters }) => parameters.seed).sort()).toEqual([0, 3]);
    const asked = { analyzers: ['neuron_freq_norm'], device: 'cpu' } as const;
    for (const { failures } of await analyzeVariants(variants, asked)) expect(failures).toEqual([]);
  });

  it('also where the first checkpoint is damaged, and where only the final weights are left', async () => {
    const results = temporaryFolder();
    const path = folder(results, 'fam/unnamed', 'transformer', 11);
    writeFileSync(`${path}/checkpoints/checkpoint_epoch_00000.safetensors`, '');
    expect(await readVariant(path)).toMatchObject({
      parameters: { prime: 11 },
      config: { d_mlp: 24 }
    });
    rmSync(`${path}/checkpoints/checkpoint_epoch_00001.safetensors`);
    expect((await readVariant(path)).problem).toBe('missing config.json');
  });

  it('the artifacts of the Python workbench’s MLP families, one site each, harm nothing', async () => {
    const results = temporaryFolder();
    const family = 'modulo_addition_learned_emb_mlp';
    folder(results, `${family}/${family}_p11_seed1_dseed598`, 'learned_emb_mlp', 11);
    const [variant] = await listVariants(results);
    const scalar = { dtype: 'float64', shape: [], data: Float64Array.of(1) } as const;
    for (const epoch of [0, 1])
      await writeArtifact(variant, 'repr_geometry', epoch, { mlp_out_mean_radius: scalar });
    const good = await randomRun(results, [0]);
    const reports = await analyzeVariants([variant, good], { device: 'cpu' });
    expect(reports.map(({ failures }) => failures)).toEqual([[], []]);
    expect(await artifactEpochs(good, 'coarseness')).toEqual([0]);
  });
});
