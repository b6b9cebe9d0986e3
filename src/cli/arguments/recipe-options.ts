import type { Recipe } from '../../model/recipe.ts';
import { number, text, type ValuesOf } from './options.ts';

/** What of a family's recipe the command line can change. */
export const recipeOptions = {
  prime: number('modulus p'),
  seed: number('seed of the initial weights'),
  dataSeed: number('seed of the train/test split'),
  fraction: number('share of all pairs to train on'),
  epochs: number('full-batch steps'),
  lr: number('learning rate of AdamW'),
  weightDecay: number('decoupled weight decay'),
  beta1: number('decay of the first moment'),
  beta2: number('decay of the second moment'),
  warmup: number('epochs of linear warm-up'),
  layers: number('layers, 1 to 4'),
  dModel: number('width of the residual stream'),
  heads: number('attention heads'),
  dMlp: number('MLP neurons'),
  checkpoints: text('epochs to save, e.g. 0:25000:100; the last one always is')
} satisfies Partial<Record<keyof Recipe, unknown>>;

/** Changes in a family's recipe. */
export type Changes = Partial<Pick<Recipe, keyof typeof recipeOptions>>;

/** Returns what a command line changes in the family's recipe. */
export function changesOf(request: ValuesOf<typeof recipeOptions>): Changes {
  const keys = Object.keys(recipeOptions) as (keyof typeof recipeOptions)[];
  return Object.fromEntries(
    keys.flatMap((key) => (request[key] === undefined ? [] : [[key, request[key]]]))
  );
}

/**
 * Returns the recipe of the family that a command line names, for its help, without what the family
 * does not have; empty where it names none.
 */
export async function familyRecipe(line: readonly string[]): Promise<Readonly<Partial<Recipe>>> {
  const name = line.slice(1).find((word) => !word.startsWith('-'));
  if (name === undefined) return {};
  const { defaultRecipe, readFamily } = await import('../../loader/index.ts');
  const { findArchitecture } = await import('../../model/index.ts');
  try {
    const family = await readFamily(name);
    const recipe: Partial<Recipe> = { ...defaultRecipe(family) };
    const { without = [] } = findArchitecture(family.training.model);
    const absent: readonly (keyof Recipe)[] =
      family.parameters.prime === undefined ? ['prime'] : [];
    const own = Object.entries(recipe).filter(
      ([key]) => ![...without, ...absent].includes(key as keyof Recipe)
    );
    return Object.fromEntries(own);
  } catch {
    return {};
  }
}
