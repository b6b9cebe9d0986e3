import type { NamedArrays } from '../../src/array/tensor.ts';
import {
  createVariant,
  type Losses,
  type RecipeChanges,
  readFamily,
  recipeWith,
  type Variant
} from '../../src/loader/index.ts';
import type { Recipe } from '../../src/model/recipe.ts';
import { temporaryFolder } from './temporary.ts';

/** Returns the recipe of a small run with some keys changed. */
export async function smallRecipe(changes: RecipeChanges = {}): Promise<Recipe> {
  const family = await readFamily('modulo_addition_1layer');
  const parameters = { prime: 13, ...changes.parameters };
  return recipeWith(family, { epochs: 60, checkpoints: '0:50:10', ...changes, parameters });
}

/** Returns a new untrained variant in a results folder of its own, which disappears when the test ends. */
export async function freshVariant(): Promise<Variant> {
  return createVariant(temporaryFolder(), await smallRecipe());
}

/** Returns n epochs of losses that count up from `from`: train e + 0.5, test 1 / (e + 1). */
export function countingLosses(from: number, n: number): Losses {
  return {
    train: Float64Array.from({ length: n }, (_, i) => from + i + 0.5),
    test: Float64Array.from({ length: n }, (_, i) => 1 / (from + i + 1))
  };
}

/** Returns a checkpoint of one tensor filled with a value. */
export function tinyWeights(value: number): NamedArrays {
  const data = new Float32Array(4).fill(value);
  return { 'embed.W_E': { dtype: 'float32', shape: [2, 2], data } };
}
