import {
  createVariant,
  defaultRecipe,
  readFamily,
  recipeWith,
  type Variant,
  writeCheckpoint
} from '../../src/loader/index.ts';
import { findArchitecture } from '../../src/model/index.ts';
import { layoutOf } from '../../src/task/index.ts';

/**
 * Writes a run of the 1-layer transformer whose checkpoints are initial weights of different seeds, small by default
 * (p=7, d_model 8, 2 heads, 12 neurons), and returns its variant.
 */
export async function randomRun(
  results: string,
  epochs: readonly number[] = [0, 10, 20],
  sizes: {
    readonly prime?: number;
    readonly seed?: number;
    readonly dModel?: number;
    readonly heads?: number;
    readonly dMlp?: number;
  } = {}
): Promise<Variant> {
  const family = await readFamily('modulo_addition_1layer');
  const { prime = 7, seed = 999, ...widths } = sizes;
  const small = { dModel: 8, heads: 2, dMlp: 12, ...widths };
  const recipe = recipeWith(family, { parameters: { prime, seed }, ...small });
  const variant = await createVariant(results, { ...defaultRecipe(family), ...recipe });
  const model = findArchitecture('transformer').build({ tokens: prime, ...small });
  for (const epoch of epochs) {
    const weights = { ...model.initial(epoch + 1), ...model.frozen };
    await writeCheckpoint(variant, epoch, weights);
  }
  return variant;
}

/** Writes a run of sparse parity (n=5, k=2, 12 neurons) of the same kind, and returns its variant. */
export async function randomParityRun(
  results: string,
  epochs: readonly number[] = [0, 10, 20]
): Promise<Variant> {
  const family = await readFamily('sparse_parity');
  const recipe = recipeWith(family, {
    parameters: { bits: 5, relevant: 2, fraction: 0.5 },
    dMlp: 12
  });
  const variant = await createVariant(results, recipe);
  const layout = layoutOf(variant);
  const model = findArchitecture(recipe.model).build({ ...recipe, ...layout });
  for (const epoch of epochs) await writeCheckpoint(variant, epoch, model.initial(epoch + 1));
  return variant;
}
