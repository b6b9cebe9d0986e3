import { expect, test } from 'vitest';
import type { Parameters } from '../../src/task/index.ts';
import { checkRecipe, defaultRecipe, type TrainingRecipe } from '../../src/training/index.ts';
import { userErrorOf } from '../helpers/user-error.ts';

test('the default recipe can be trained', () => {
  expect(checkRecipe(defaultRecipe)).toBe(defaultRecipe);
});

const parameters = (change: Parameters): Partial<TrainingRecipe> => ({
  parameters: { ...defaultRecipe.parameters, ...change }
});

const wrong: readonly (readonly [Partial<TrainingRecipe>, string, string])[] = [
  [parameters({ prime: 1 }), 'invalid prime: 1', 'expected a whole number from 2 to 1021'],
  [
    parameters({ seed: 0.5 }),
    'invalid seed: 0.5',
    `expected a whole number from 0 to ${2 ** 53 - 1}`
  ],
  [
    { ...parameters({ prime: 12 }), task: 'modular_division' },
    'not a prime: 12',
    'Modular division needs one; nearest: 11 or 13'
  ],
  [{ epochs: 0 }, 'invalid epochs: 0', 'expected a whole number from 1 to 10000000'],
  [{ epochs: 1.5 }, 'invalid epochs: 1.5', 'expected a whole number from 1 to 10000000'],
  [{ lr: Number.NaN }, 'invalid lr: NaN', 'expected a number from 0 to 1000'],
  [{ weightDecay: -1 }, 'invalid weight_decay: -1', 'expected a number from 0 to 1000'],
  [{ beta2: 1 }, 'invalid beta2: 1', 'expected a number from 0 to 0.999999999'],
  [{ heads: 3 }, 'invalid d_model: 128', 'choose d_model as a multiple of heads (3)'],
  [{ layers: 5 }, 'invalid layers: 5', 'expected a whole number from 1 to 4'],
  [parameters({ fraction: 0 }), 'fraction trains on no row: 0', 'choose one such as 0.3'],
  [parameters({ fraction: 1 }), 'fraction tests on no row: 1', 'choose one such as 0.3']
];

test.each(wrong)('%j is wrong usage', async (change, message, hint) => {
  const error = await userErrorOf(() => checkRecipe({ ...defaultRecipe, ...change }));
  expect([error.message, error.hint, error.exitCode]).toEqual([message, hint, 2]);
});
