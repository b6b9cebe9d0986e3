import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSafetensors, writeSafetensors } from '../../src/codec/index.ts';
import { languageSettings } from '../../src/model/language/index.ts';
import { batchesOf, languageForward } from '../../src/workbench/language/forward.ts';
import { openLanguageModel } from '../../src/workbench/language/language-model.ts';
import { shared } from '../helpers/shared.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { userErrorOf } from '../helpers/user-error.ts';

const llama = {
  model_type: 'llama',
  hidden_size: 32,
  intermediate_size: 56,
  num_attention_heads: 4,
  num_hidden_layers: 2,
  num_key_value_heads: 2,
  vocab_size: 32
};

describe('a config.json of a model that is not computed here is refused by name', () => {
  it.each([
    [{ model_type: 'mamba' }, 'unsupported model_type in config.json: mamba'],
    [{ model_type: undefined }, 'unsupported model_type in config.json: absent'],
    [{ quantization_config: { bits: 4 } }, 'unsupported quantization_config'],
    [{ rope_scaling: { type: 'linear', factor: 2 } }, 'unsupported rope_scaling type'],
    [{ rope_parameters: { rope_type: 'yarn' } }, 'unsupported rope_parameters type'],
    [{ use_sliding_window: true }, 'unsupported use_sliding_window'],
    [{ layer_types: ['full_attention', 'linear_attention'] }, 'unsupported layer_types'],
    [{ hidden_act: 'quick_gelu' }, 'unsupported hidden_act in config.json: quick_gelu'],
    [{ num_attention_heads: 5 }, 'num_key_value_heads does not divide num_attention_heads'],
    [{ hidden_size: '32' }, 'invalid hidden_size in config.json: 32'],
    [{ vocab_size: undefined }, 'missing vocab_size in config.json'],
    [{ rms_norm_eps: -1 }, 'invalid rms_norm_eps in config.json: -1'],
    [{ head_dim: 7 }, 'rotary positions need an even width: 7']
  ])('%j', async (change, message) => {
    const error = await userErrorOf(() => languageSettings({ ...llama, ...change }));
    expect(error.message).toContain(message);
    expect(error.hint).toBeTruthy();
  });
});

const root = shared('data/learning/hf-tiny');

describe.skipIf(root === null)('a damaged checkpoint is told', () => {
  const copied = (name: string) => {
    const folder = join(temporaryFolder(), name);
    cpSync(join(root!, name), folder, { recursive: true });
    return folder;
  };
  const changedConfig = (folder: string, change: object) => {
    const path = join(folder, 'config.json');
    writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), ...change }));
  };

  it('a missing shard', async () => {
    const folder = copied('llama-sharded');
    rmSync(join(folder, 'model-00003-of-00008.safetensors'));
    const error = await userErrorOf(() => openLanguageModel(folder));
    expect(error.message).toMatch(/^missing shard: .*model-00003-of-00008\.safetensors$/);
  });

  it('an index that leads out of the folder', async () => {
    const folder = copied('llama-sharded');
    const path = join(folder, 'model.safetensors.index.json');
    writeFileSync(path, JSON.stringify({ weight_map: { a: '../../etc/passwd' } }));
    const error = await userErrorOf(() => openLanguageModel(folder));
    expect(error.message).toMatch(/^damaged index of shards: /);
  });

  it('weights that are cut short, absent, or of another model', async () => {
    const folder = copied('llama-gqa');
    const path = join(folder, 'model.safetensors');
    const whole = readFileSync(path);
    changedConfig(folder, { intermediate_size: 60 });
    const other = await userErrorOf(() => openLanguageModel(folder));
    expect(other.message).toMatch(
      /^shape mismatch: model\.layers\.0\.mlp\.gate_proj\.weight is \[56,32\]/
    );
    changedConfig(folder, { intermediate_size: 56, num_hidden_layers: 3 });
    const missing = await userErrorOf(() => openLanguageModel(folder));
    expect(missing.message).toMatch(/^missing tensor: model\.layers\.2\./);
    for (const bytes of [whole.subarray(0, 5), whole.subarray(0, 100), whole.subarray(0, -9)]) {
      writeFileSync(path, bytes);
      const cut = await userErrorOf(() => openLanguageModel(folder));
      expect(cut.message).toMatch(/^damaged safetensors: .*cut short/);
    }
    rmSync(path);
    const none = await userErrorOf(() => openLanguageModel(folder));
    expect(none.message).toMatch(/^no weights in /);
  });

  it('weights of whole numbers', async () => {
    const folder = copied('llama-gqa');
    const path = join(folder, 'model.safetensors');
    const { tensors } = readSafetensors(readFileSync(path));
    const [width] = tensors['model.norm.weight'].shape;
    const norm = { dtype: 'int8', shape: [width], data: new Int8Array(width) } as const;
    writeFileSync(path, writeSafetensors({ ...tensors, 'model.norm.weight': norm }));
    const model = await openLanguageModel(folder);
    const batches = batchesOf([Int32Array.of(1, 2)], model.settings);
    const error = await userErrorOf(() => languageForward(model, batches));
    expect(error.message).toBe('unsupported type of model.norm.weight: I8');
    await model.close();
  });

  it('tokens that the model does not have, and sequences beyond its positions', async () => {
    const model = await openLanguageModel(join(root!, 'gpt2-tied'));
    const run = (tokens: Int32Array) =>
      userErrorOf(() => languageForward(model, batchesOf([tokens], model.settings)));
    expect((await run(Int32Array.of(1, 32))).message).toBe('token beyond the vocabulary: 32 of 32');
    expect((await run(new Int32Array(49))).message).toBe('sequence too long: 49 tokens');
    await model.close();
  });

  it('nothing else in the folder matters', async () => {
    const folder = copied('qwen3-headdim');
    for (const name of readdirSync(folder))
      if (!['config.json', 'model.safetensors'].includes(name)) rmSync(join(folder, name));
    await (await openLanguageModel(folder)).close();
  });
});
