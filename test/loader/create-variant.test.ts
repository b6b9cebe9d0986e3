import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  createVariant,
  differentKey,
  findVariant,
  type RecipeChanges,
  readFamily,
  recipeOf,
  recipeWith,
  updateRecipe,
  variantName,
  writeCheckpoint
} from '../../src/loader/index.ts';
import { smallRecipe, tinyWeights } from '../helpers/fresh-variant.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { userErrorOf } from '../helpers/user-error.ts';

const family = await readFamily('modulo_addition_1layer');
const name = (changes: RecipeChanges) =>
  variantName(recipeWith(family, changes), family).replace('modulo_addition_1layer_', '');

test('the default recipe has the plain name, every other key a suffix', () => {
  expect(name({})).toBe('p113_seed999_dseed598');
  expect(name({ parameters: { prime: 59, fraction: 0.5 }, dModel: 64, dMlp: 256 })).toBe(
    'p59_seed999_dseed598_frac0.5_dm64_mlp256'
  );
  expect(
    name({
      lr: 1e-4,
      weightDecay: 0,
      beta1: 0.8,
      beta2: 0.999,
      eps: 1e-7,
      warmup: 10,
      heads: 8,
      dHead: 32
    })
  ).toBe('p113_seed999_dseed598_lr0.0001_wd0_beta1-0.8_beta2-0.999_eps1e-7_warm10_h8_dh32');
  expect(name({ heads: 8 })).toBe('p113_seed999_dseed598_h8');
  expect(name({ epochs: 7, checkpoints: 'all' })).toBe('p113_seed999_dseed598');
});

test('recipes that train differently never share a name', () => {
  const ofParameters = {
    prime: [11, 113],
    seed: [1, 999],
    data_seed: [5, 598],
    fraction: [0.3, 0.03]
  };
  const choices: Readonly<Record<string, readonly number[]>> = {
    ...ofParameters,
    lr: [0.001, 0.01],
    weightDecay: [1, 0.1],
    beta1: [0.9, 0.1],
    warmup: [0, 1],
    dModel: [128, 64],
    heads: [4, 8],
    dHead: [32, 16],
    dMlp: [512, 51]
  };
  const names = new Set<string>();
  const keys = Object.keys(choices);
  for (let mask = 0; mask < 2 ** keys.length; mask++) {
    const changes = keys.map((key, i) => [key, choices[key][(mask >> i) & 1]] as const);
    const [parameters, others] = [true, false].map((isOne) =>
      Object.fromEntries(changes.filter(([key]) => Object.hasOwn(ofParameters, key) === isOne))
    );
    names.add(name({ ...others, parameters }));
  }
  expect(names.size).toBe(2 ** keys.length);
});

test('seeds and primes that fit no folder name are wrong usage', async () => {
  for (const bad of [{ seed: -1 }, { data_seed: 1.5 }, { prime: Number.NaN }] as Record<
    string,
    number
  >[])
    expect((await userErrorOf(() => name({ parameters: bad }))).exitCode).toBe(2);
});

test('config.json carries the Python workbench’s keys and the whole recipe, and reads back', async () => {
  const results = temporaryFolder();
  const recipe = await smallRecipe({ parameters: { fraction: 0.5 }, lr: 3e-4, warmup: 10 });
  const variant = await createVariant(results, recipe);
  expect(variant.path).toBe(join(results, family.name, variantName(recipe, family)));
  expect(variant.state).toBe('untrained');
  const config = JSON.parse(readFileSync(join(variant.path, 'config.json'), 'utf8'));
  expect(Object.keys(config)).toEqual([
    ...[
      'n_layers',
      'n_heads',
      'd_model',
      'd_head',
      'd_mlp',
      'act_fn',
      'normalization_type',
      'd_vocab'
    ],
    ...[
      'd_vocab_out',
      'n_ctx',
      'seed',
      'prime',
      'data_seed',
      'model_seed',
      'training_fraction',
      'recipe'
    ]
  ]);
  expect(config.recipe).toMatchObject({
    lr: 3e-4,
    weight_decay: 1,
    warmup: 10,
    epochs: 60,
    checkpoints: '0:50:10'
  });
  const found = await findVariant(results, variant.name);
  expect(recipeOf(found, family)).toEqual(recipe);
  const longer = await updateRecipe(found, { ...recipe, epochs: 900 }, family);
  expect(recipeOf(longer, family).epochs).toBe(900);
  expect(differentKey(recipeOf(longer, family), recipe)).toBeNull();
  expect(differentKey({ ...recipe, lr: 1 }, recipe)).toBe('lr');
});

test('a run of the Python workbench has the family’s recipe', async () => {
  const path = join(temporaryFolder(), 'modulo_addition_1layer_p59_seed1_dseed2');
  mkdirSync(path);
  writeFileSync(
    join(path, 'config.json'),
    '{"prime": 59, "d_model": 64, "n_heads": 2, "d_head": 32, "d_mlp": 99, "model_seed": 1}'
  );
  const recipe = recipeOf(await findVariant('.', path), family);
  expect(recipe).toMatchObject({
    parameters: { prime: 59, seed: 1, data_seed: 2, fraction: 0.3 },
    dModel: 64,
    heads: 2,
    dHead: 32,
    dMlp: 99,
    lr: 1e-3
  });
});

test('an existing variant is refused; force replaces the run and nothing else', async () => {
  const results = temporaryFolder();
  const recipe = await smallRecipe();
  const variant = await createVariant(results, recipe);
  await writeCheckpoint(variant, 0, tinyWeights(1));
  writeFileSync(join(variant.path, 'notes.txt'), 'mine');
  const error = await userErrorOf(() => createVariant(results, recipe));
  expect(error.message).toBe(`variant exists: ${variant.path}`);
  expect(error.hint).toBe('continue it with --resume, or replace it with --force');
  expect(existsSync(join(variant.path, 'checkpoints', 'checkpoint_epoch_00000.safetensors'))).toBe(
    true
  );
  expect((await createVariant(results, recipe, { force: true })).state).toBe('untrained');
  expect(readdirSync(variant.path).sort()).toEqual(['checkpoints', 'config.json', 'notes.txt']);
  expect(readdirSync(join(variant.path, 'checkpoints'))).toEqual([]);
});

test('of two processes that start the same run at once one is refused', async () => {
  const results = temporaryFolder();
  const recipe = await smallRecipe();
  const started = await Promise.allSettled([1, 2, 3].map(() => createVariant(results, recipe)));
  expect(started.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const outcome of started)
    if (outcome.status === 'rejected') expect(outcome.reason.message).toMatch(/^variant exists: /);
});

test('a results folder that is a file is an error that says so', async () => {
  const file = join(temporaryFolder(), 'results');
  writeFileSync(file, '');
  const recipe = await smallRecipe();
  const error = await userErrorOf(() => createVariant(file, recipe));
  expect(error.message).toContain('cannot write: ');
  expect(error.hint).toContain('--results DIR');
});

test.each([
  [{ task: 'modular_subtraction' }, "task is the family's to say"],
  [{ family: 'sparse_parity' }, "family is the family's to say"],
  [{ prime: 7 }, 'unknown recipe key: prime'],
  [{ checkpoints: [0, 2] }, 'invalid checkpoints: [0,2]'],
  [{ dModel: '64' }, 'invalid dModel: "64"'],
  [{ parameters: { prime: '7' } }, 'invalid prime: "7"'],
  [{ parameters: { bits: 7 } }, 'modulo_addition_1layer has no bits'],
  [undefined, 'missing changes of the recipe']
])('changes %j are wrong usage', async (changes, message) => {
  const error = await userErrorOf(() => recipeWith(family, changes as never));
  expect([error.message, error.exitCode]).toEqual([message, 2]);
});
