import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkpointEpochs, readVariant } from '../../src/loader/index.ts';
import { checkedConfig } from '../../src/loader/variants/config-numbers.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

const config = {
  n_layers: 1,
  n_heads: 4,
  d_model: 128,
  d_head: 32,
  d_mlp: 512,
  act_fn: 'relu',
  normalization_type: null,
  d_vocab: 14,
  d_vocab_out: 13,
  n_ctx: 3,
  seed: 999,
  prime: 13,
  data_seed: 598,
  model_seed: 999,
  training_fraction: 0.3,
  recipe: { prime: 13, lr: 1e-3, weight_decay: 1, beta1: 0.9, epochs: 60, checkpoints: '0:50:10' }
};
const numbers = Object.entries(config).filter(([, value]) => typeof value === 'number');

async function variantWith(json: string) {
  const path = join(temporaryFolder(), 'fam', 'fam_p13_seed999_dseed598');
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'config.json'), json);
  return readVariant(path);
}

/** Texts of JSON numbers that no key takes, 1e999 being infinite. */
const extremes = [
  '-1',
  '1e308',
  '-1e308',
  '1e999',
  '1e-308',
  '46341.5',
  '9007199254740993',
  '-0.5'
];

it.each(numbers.map(([key]) => key))('an extreme %s is refused with its range', async (key) => {
  for (const extreme of extremes) {
    if (key === 'training_fraction' && extreme === '1e-308') continue;
    const json = JSON.stringify({ ...config, [key]: '@' }).replace('"@"', extreme);
    const { problem } = await variantWith(json);
    expect(problem, extreme).toMatch(
      new RegExp(`^invalid ${key} in config.json: .+ \\(expected a .*number from \\S+ to \\S+\\)$`)
    );
  }
});

it.each(['lr', 'weight_decay', 'beta1', 'epochs', 'prime'])(
  'an extreme %s of the recipe too',
  (key) => {
    for (const extreme of [-1, 1e308, Number.POSITIVE_INFINITY]) {
      const { problem } = checkedConfig({
        ...config,
        recipe: { ...config.recipe, [key]: extreme }
      });
      expect(problem).toContain(`invalid recipe.${key} in config.json: `);
    }
  }
);

it.each([true, [], {}, 'many', '', '0x0d', '13 ', '1e5000'].filter((value) => value !== '13 '))(
  '%j is no number',
  (value) => {
    const { problem } = checkedConfig({ ...config, prime: value });
    expect(problem).toContain(`invalid prime in config.json: ${JSON.stringify(value)}`);
  }
);

it('a long value is shortened', () => {
  expect(checkedConfig({ ...config, prime: 'x'.repeat(1e5) }).problem!.length).toBeLessThan(200);
});

it('numbers written as text, as sweep tools do, are read as numbers', async () => {
  const text = (object: object): object =>
    Object.fromEntries(
      Object.entries(object).map(([key, value]) => [
        key,
        typeof value === 'number'
          ? String(value)
          : value && typeof value === 'object'
            ? text(value)
            : value
      ])
    );
  const variant = await variantWith(JSON.stringify(text(config)));
  expect(variant.problem).toBeUndefined();
  expect(variant.config).toEqual(config);
  expect(variant).toMatchObject({
    parameters: { prime: 13, seed: 999, data_seed: 598, fraction: 0.3 }
  });
  expect(checkedConfig({ prime: ' 13', lr: '1e-3', note: '7' }).config).toEqual({
    prime: 13,
    lr: '1e-3',
    note: '7'
  });
});

it('null counts as not given, and keys that nobody knows stay as they are', () => {
  const given = {
    ...config,
    d_head: null,
    seed: null,
    n_params: 1e300,
    intervention: { gain: -5 }
  };
  expect(checkedConfig(given)).toEqual({ config: given });
});

it('a prime in the name that is out of its range is refused too', async () => {
  const path = join(temporaryFolder(), 'fam_p46341_seed1');
  mkdirSync(join(path, 'checkpoints'), { recursive: true });
  expect((await readVariant(path)).problem).toMatch(/^invalid prime .+: 46341 \(expected/);
});

it('checkpoint files with epochs that no training has are no checkpoints', async () => {
  const variant = await variantWith(JSON.stringify(config));
  mkdirSync(join(variant.path, 'checkpoints'));
  for (const epoch of ['00000', '16777216', '16777217', '999999999999999', '1e308', '-1'])
    writeFileSync(join(variant.path, `checkpoints/checkpoint_epoch_${epoch}.safetensors`), '');
  expect(await checkpointEpochs(variant)).toEqual([0, 16777216]);
});
