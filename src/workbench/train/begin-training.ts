import { UserError } from '../../error/user-error.ts';
import {
  checkFree,
  createVariant,
  differentKey,
  existingRun,
  type Family,
  isBegunOnly,
  type Lock,
  type Losses,
  lockVariant,
  type ResumeState,
  readLiveLosses,
  readResumeState,
  recipeOf,
  updateRecipe,
  type Variant,
  variantPath,
  writeInitial
} from '../../loader/index.ts';
import { checkTrainable } from '../../model/index.ts';
import type { Recipe } from '../../model/recipe.ts';
import { initialState, modelOf, type TrainingState } from '../../training/index.ts';
import { modelOf as storedModel } from '../run/model-of.ts';
import { storedState } from './stored-state.ts';

/** Where a training begins; its run is locked if it exists, and nothing is changed on disk yet. */
export interface Beginning {
  readonly state: TrainingState;
  /** The losses up to it. */
  readonly losses: Losses;
  /** How many of them are in the `losses` file: all or none. */
  readonly stored: number;
  /**
   * Makes the new run, deleting what it replaces, or writes the recipe into the resumed one. Throws
   * UserError.
   */
  enter(): Promise<Variant>;
  /** Throws a UserError when the run does not belong to this training any more. */
  check(): Promise<void>;
  /** Lets the run go. */
  close(): Promise<void>;
}

/**
 * Returns where to begin. Throws a UserError when the variant exists (unless `force` or `resume`),
 * cannot be resumed, or is being trained.
 */
export async function beginTraining(
  {
    results,
    force = false,
    resume = false
  }: { readonly results: string; readonly force?: boolean; readonly resume?: boolean },
  recipe: Recipe,
  family: Family
): Promise<Beginning> {
  const { frozen } = modelOf(recipe);
  const path = variantPath(results, recipe, family);
  const isNew = (await existingRun(results, recipe, family)) === null;
  if (!force && !(resume && !isNew)) checkFree(path);
  let lock: Lock | null = isNew ? null : await lockVariant(path, 'training');
  try {
    const existing = resume ? await existingRun(results, recipe, family) : null;
    const saved = existing && (await savedState(existing, recipe, family));
    const state = saved ? storedState(saved, frozen) : initialState(recipe);
    const onDisk = saved && existing ? await readLiveLosses(existing) : null;
    return {
      state,
      losses: saved ?? { train: new Float64Array(0), test: new Float64Array(0) },
      stored: (onDisk?.train.length ?? 0) >= state.epoch ? state.epoch : 0,
      async enter() {
        lock ??= await lockVariant(path, 'training');
        if (saved && existing) return updateRecipe(existing, recipe, family);
        const variant = await createVariant(results, recipe, {
          force: force || existing !== null,
          family
        });
        await writeInitial(variant, { ...state.weights, ...frozen });
        return variant;
      },
      check: async () => lock?.check(),
      close: async () => lock?.release()
    };
  } catch (error) {
    await lock?.release();
    throw error;
  }
}

async function savedState(
  existing: Variant,
  recipe: Recipe,
  family: Family
): Promise<ResumeState | null> {
  if (await isBegunOnly(existing)) return null;
  if (existing.problem !== undefined)
    throw new UserError(existing.problem, 'train it from the start: --force');
  checkSameRecipe(existing, recipe, family);
  return readResumeState(existing);
}

/**
 * Throws a UserError when a stored run trains otherwise than a recipe, or is of a model that
 * grokscope does not train.
 */
export function checkSameRecipe(existing: Variant, recipe: Recipe, family: Family): void {
  storedModel(existing);
  checkTrainable(existing.config);
  const other = differentKey(recipeOf(existing, family), recipe);
  if (other === null) return;
  throw new UserError(
    `cannot resume ${existing.name}: its ${other} differs`,
    'train it from the start: --force'
  );
}
