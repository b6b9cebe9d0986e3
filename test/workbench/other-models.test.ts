import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { float32 } from '../../src/array/tensor.ts';
import {
  readArtifact,
  readCheckpoint,
  readVariant,
  type Variant,
  writeCheckpoint
} from '../../src/loader/index.ts';
import { modelOfConfig } from '../../src/model/index.ts';
import { findTask } from '../../src/task/index.ts';
import { analyzeVariant, findGaps } from '../../src/workbench/analysis/index.ts';
import { open } from '../../src/workbench/open.ts';
import { traceVariant } from '../../src/workbench/trace/index.ts';
import { trainVariant } from '../../src/workbench/train/train-variant.ts';
import { randomRun } from '../helpers/random-run.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { userErrorOf } from '../helpers/user-error.ts';

const layout = findTask('modular_addition').layout({ prime: 7 });
const config = { n_heads: 2, d_model: 8, d_mlp: 12 };
const mlp = { architecture: 'two_layer_mlp', d_hidden: 12 };

/** What config.json says, the key that is refused, and what is supported instead. */
const refused: readonly (readonly [Record<string, unknown>, string, string])[] = [
  [{ act_fn: 'gelu_new' }, 'act_fn in config.json: gelu_new', 'relu or gelu or silu'],
  [{ normalization_type: 'RMSPre' }, 'normalization_type in config.json: RMSPre', 'none'],
  [{ n_layers: 5 }, 'n_layers in config.json: 5', '1 or 2 or 3 or 4'],
  [{ positional_embedding_type: 'alibi' }, 'positional_embedding_type', 'standard or rotary'],
  [{ rotary_dim: 2 }, 'rotary_dim in config.json: 2', '4'],
  [{ attn_only: true }, 'attn_only in config.json: true', 'false'],
  [{ parallel_attn_mlp: true }, 'parallel_attn_mlp', 'false'],
  [{ attention_dir: 'bidirectional' }, 'attention_dir', 'causal'],
  [{ use_attn_scale: false }, 'use_attn_scale', 'true'],
  [{ attn_scale: 1 }, 'attn_scale in config.json: 1', '2'],
  [{ attn_scores_soft_cap: 50 }, 'attn_scores_soft_cap', 'none'],
  [{ num_experts: 4 }, 'num_experts', 'none'],
  [{ n_ctx: 4 }, 'n_ctx in config.json: 4', '3'],
  [{ d_head: 8 }, 'd_head in config.json: 8', '4'],
  [{ d_vocab: 7 }, 'd_vocab in config.json: 7', '8'],
  [{ d_vocab_out: 5 }, 'd_vocab_out in config.json: 5', '7']
];

describe('a config.json of a model that is not computed here is refused', () => {
  it.each(refused)('%j', async (change, message, supported) => {
    const error = await userErrorOf(async () => modelOfConfig({ ...config, ...change }, layout));
    expect(error.message).toContain(`unsupported ${message}`);
    expect(error.hint).toContain(`supported: ${supported}`);
  });

  it.each([{ act_fn: 'gelu' }, { n_layers: 3 }, { bias: true }, { vocab_size: 8 }])(
    'MLP with %j',
    async (change) => {
      const error = await userErrorOf(async () => modelOfConfig({ ...mlp, ...change }, layout));
      expect(error.message).toContain(`unsupported ${Object.keys(change)[0]}`);
    }
  );

  it.each([
    {},
    { n_layers: 1, act_fn: 'relu', normalization_type: null, n_ctx: 3, d_head: 4, d_vocab: 8 },
    { act_fn: 'ReLU', d_vocab_out: 8, attn_scale: 2, attn_scores_soft_cap: -1, seed: 3 },
    { positional_embedding_type: 'standard', attention_dir: 'causal', use_attn_scale: true },
    { n_layers: 2, normalization_type: 'LN', act_fn: 'gelu' },
    { positional_embedding_type: 'rotary', normalization_type: 'RMS', act_fn: 'silu' },
    { gated_mlp: true, n_key_value_heads: 1, tie_word_embeddings: true }
  ])('%j is the one that is computed', (change) => {
    expect(modelOfConfig({ ...config, ...change }, layout).weights[0].shape).toEqual([8, 8]);
  });
});

/** An analyzed run whose config.json then says something else. */
async function changed(change: Record<string, unknown>): Promise<Variant> {
  const variant = await randomRun(temporaryFolder());
  await analyzeVariant(variant, { analyzers: ['coarseness'], device: 'cpu' });
  writeFileSync(`${variant.path}/config.json`, JSON.stringify({ ...variant.config, ...change }));
  return readVariant(variant.path);
}

it('nothing is computed from the weights of another model, and what is stored is shown', async () => {
  const variant = await changed({ act_fn: 'gelu_new' });
  const results = `${variant.path}/../..`;
  const { figure } = await open(variant.path);
  const computing: readonly (() => Promise<unknown>)[] = [
    () => analyzeVariant(variant),
    () => analyzeVariant(variant, { analyzers: ['parameter_trajectory'] }),
    () => findGaps(variant),
    () => traceVariant(variant, { pairs: '1,2' } as never),
    () => figure('neuron_heatmap'),
    () => figure('attention_heads').then(() => figure('neuron_grid')),
    () =>
      trainVariant({
        results,
        family: variant.family,
        resume: true,
        changes: { parameters: { prime: 7 }, dModel: 8, heads: 2, dMlp: 12 }
      })
  ];
  for (const compute of computing.filter((_, i) => i !== 5))
    expect((await userErrorOf(compute)).message).toBe(
      'unsupported act_fn in config.json: gelu_new'
    );
  expect((await figure('coarseness_trajectory')).data).not.toEqual([]);
});

it('a model that is computed but not trained here is not resumed as another', async () => {
  const variant = await changed({ act_fn: 'gelu' });
  const error = await userErrorOf(() =>
    trainVariant({
      results: `${variant.path}/../..`,
      family: variant.family,
      resume: true,
      changes: { parameters: { prime: 7 }, dModel: 8, heads: 2, dMlp: 12 }
    })
  );
  expect(error.message).toBe('cannot train act_fn in config.json: gelu');
});

it('a transformer without position weights and unembedding has no norms of them', async () => {
  const change = { positional_embedding_type: 'rotary', tie_word_embeddings: true };
  const variant = await changed(change);
  const model = modelOfConfig(variant.config, layout);
  await writeCheckpoint(variant, 0, { ...model.initial(1), ...model.frozen });
  const ids = ['weight_norms', 'effective_dimensionality', 'parameter_trajectory'];
  const chosen = { analyzers: ids, epochs: '0', device: 'cpu' } as const;
  expect((await analyzeVariant(variant, chosen)).failures).toEqual([]);
  const norms = await readArtifact(variant, 'weight_norms', 0);
  const matrices = ['W_E', 'W_Q', 'W_K', 'W_V', 'W_O', 'W_in', 'W_out'];
  const keys = [...matrices, 'biases', 'total'].map((name) => `norm_${name}`);
  expect(Object.keys(norms)).toEqual(keys);
  const spectra = await readArtifact(variant, 'effective_dimensionality', 0);
  expect(Object.keys(spectra)).toEqual(matrices.map((name) => `sv_${name}`));
});

describe('weights that contradict config.json are refused, with both', () => {
  it('by their shapes', async () => {
    const variant = await changed({ d_mlp: 24 });
    const report = await analyzeVariant(variant, {
      analyzers: ['neuron_freq_norm'],
      device: 'cpu'
    });
    expect(report.failures).toHaveLength(3);
    expect(report.failures[0].error.message).toMatch(
      /^shape mismatch: .+ is \[.+\], expected \[.+\] by config.json: .+checkpoint_epoch_00000/
    );
  });

  it.each(['blocks.1.attn.W_Q', 'ln_final.w', 'blocks.0.mlp.W_gate'])(
    'by a tensor %s',
    async (name) => {
      const variant = await randomRun(temporaryFolder(), [0]);
      const weights = await readCheckpoint(variant, 0);
      await writeCheckpoint(variant, 0, { ...weights, [name]: float32(new Float32Array(8), [8]) });
      const { failures } = await analyzeVariant(variant, {
        analyzers: ['coarseness'],
        device: 'cpu'
      });
      expect(failures[0].error.message).toContain(`tensor of another model: ${name}`);
      const { figure } = await open(variant.path);
      expect((await userErrorOf(async () => figure('neuron_heatmap'))).message).toContain(name);
    }
  );
});

it.each([
  ['step', { dtype: 'int64', data: new Float64Array([7]), shape: [] }],
  ['flags', { dtype: 'bool', data: new Uint8Array([1, 0]), shape: [2] }],
  ['empty', float32(new Float32Array(0), [0, 4])],
  ['scale', float32(new Float32Array([2]), [])]
] as const)(
  'a tensor %s beside the weights, which can be no weights, is let be',
  async (name, tensor) => {
    const variant = await randomRun(temporaryFolder(), [0]);
    const weights = await readCheckpoint(variant, 0);
    await writeCheckpoint(variant, 0, { ...weights, [name]: tensor as never });
    const report = await analyzeVariant(variant, { analyzers: ['coarseness'], device: 'cpu' });
    expect(report.failures).toEqual([]);
  }
);
