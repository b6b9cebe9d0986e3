import type { NamedArrays } from '../../array/tensor.ts';
import type { Device } from '../../engine/index.ts';
import { UserError, usageError } from '../../error/user-error.ts';
import {
  checkpointEpochs,
  existingRun,
  type Lock,
  type Losses,
  lockVariant,
  planEpochs,
  type RecipeChanges,
  readFamily,
  readInitial,
  readLosses,
  readMetadata,
  readResumeState,
  readVariant,
  recipeOf,
  recipeWith,
  sameCheckpoint,
  type Variant,
  variantName,
  writeCheckpoint,
  writeMetadata
} from '../../loader/index.ts';
import type { Recipe } from '../../model/recipe.ts';
import { findTask, isOfText } from '../../task/index.ts';
import {
  checkRecipe,
  type EpochEvent,
  initialState,
  modelOf,
  type TrainingState,
  train
} from '../../training/index.ts';
import { turnEpoch } from '../../turn/index.ts';
import { checkSameRecipe } from './begin-training.ts';
import { sameConditions, storedState, trainedWeights } from './stored-state.ts';

/** Which checkpoints to add to which run. */
export interface DensifyRequest {
  readonly results: string;
  readonly family: string;
  /**
   * What differs from the family's recipe: it names the run. Its length and its checkpoints do not.
   */
  readonly changes: RecipeChanges;
  /** Epoch SPEC of the checkpoints to have, such as `turn+-500:20`. */
  readonly epochs: string;
  /** Those of the training by default, where it was told to use some. */
  readonly device?: Device;
  readonly threads?: number;
  readonly signal?: AbortSignal;
  readonly onEpoch?: (event: EpochEvent, total: number) => void;
  /** Called after a checkpoint was written. */
  readonly onCheckpoint?: (variant: Variant, epoch: number) => void;
}

/** What a densification did. */
export interface DensifyReport {
  readonly variant: Variant;
  readonly turn: number | null;
  /** Epoch at which the retraining began. */
  readonly from: number;
  /** Epochs whose checkpoint was added, ascending. */
  readonly added: readonly number[];
  /** Stored epochs that were retrained to the same bytes. */
  readonly verified: readonly number[];
  /** False when it was stopped before all were added. */
  readonly finished: boolean;
}

/**
 * Trains a stored run again, up to the checkpoints that are asked for, and adds them. Every stored
 * checkpoint on the way must come out the same byte for byte, or it stops; a new one is written
 * only once the next stored one agrees. Losses and stored checkpoints stay as they are. Throws a
 * UserError for a run that does not exist, is in training, differs, or has no initial weights (one
 * trained by another program), and for a SPEC that names the turn of a run without one.
 */
export async function densifyVariant(request: DensifyRequest): Promise<DensifyReport> {
  const { variant, recipe } = await findRun(request);
  const lock = await lockVariant(variant.path, 'densifying');
  try {
    return await densify(request, variant, recipe, lock);
  } finally {
    await lock.release();
  }
}

async function densify(
  request: DensifyRequest,
  variant: Variant,
  recipe: Recipe,
  lock: Lock
): Promise<DensifyReport> {
  const { frozen } = modelOf(recipe);
  const losses = await readLosses(variant);
  const stored = await checkpointEpochs(variant);
  const turn = turnEpoch(losses.test);
  const planned = planEpochs(request.epochs, (stored.at(-1) ?? -1) + 1, { turn });
  const wanted = planned.filter((epoch) => epoch >= 0 && !stored.includes(epoch));
  const last = wanted.at(-1);
  const initial = await readInitial(variant);
  if (last === undefined)
    return { variant, turn, from: 0, added: [], verified: [], finished: true };
  const saved = await readResumeState(variant).catch(() => null);
  const from: TrainingState =
    saved && saved.epoch < wanted[0]
      ? storedState(saved, frozen)
      : { ...initialState(recipe), weights: trainedWeights(initial, frozen) };
  const until = stored.find((epoch) => epoch > last)!;
  const added: number[] = [];
  const verified: number[] = [];
  let finished = false;
  let pending: { readonly epoch: number; readonly tensors: NamedArrays }[] = [];
  const reach = async ({ epoch, weights }: TrainingState): Promise<void> => {
    const tensors = { ...weights, ...frozen };
    const done = epoch - 1;
    if (!stored.includes(done)) {
      pending.push({ epoch: done, tensors });
      return;
    }
    if (!(await sameCheckpoint(variant, done, tensors))) throw mismatch(variant, done, added);
    verified.push(done);
    await lock.check();
    for (const fresh of pending) {
      await writeCheckpoint(variant, fresh.epoch, fresh.tensors);
      added.push(fresh.epoch);
      request.onCheckpoint?.(variant, fresh.epoch);
    }
    pending = [];
  };
  const options = {
    checkpoints: [...stored, ...wanted],
    from,
    signal: request.signal,
    ...sameConditions(request, saved?.metadata)
  };
  try {
    for await (const event of train({ ...recipe, epochs: until + 1 }, options)) {
      if (event.kind === 'epoch') request.onEpoch?.(event, until + 1);
      else if (event.kind === 'checkpoint') await reach(event.state);
      else finished = event.finished;
    }
  } finally {
    if (added.length > 0) await recordCheckpoints(variant, losses);
  }
  const { path } = variant;
  return { variant: await readVariant(path), turn, from: from.epoch, added, verified, finished };
}

async function findRun({
  results,
  family: name,
  changes
}: DensifyRequest): Promise<{ readonly variant: Variant; readonly recipe: Recipe }> {
  const family = await readFamily(name);
  const requested = recipeWith(family, changes);
  checkRecipe(requested);
  if (isOfText(findTask(requested.task)))
    throw usageError(
      `no checkpoints are added to a run of ${family.name}`,
      'train it again with more of them: --force --checkpoints SPEC; the others come out the same'
    );
  const variant = await existingRun(results, requested, family);
  if (variant === null)
    throw new UserError(
      `no such variant: ${variantName(requested, family)}`,
      'train it first: the same command without --resume and --densify'
    );
  if (variant.problem !== undefined) throw new UserError(variant.problem);
  checkSameRecipe(variant, requested, family);
  return { variant, recipe: recipeOf(variant, family) };
}

/**
 * Lists the checkpoints on disk in metadata.json, if there is one; the losses in it are those of
 * the run.
 */
async function recordCheckpoints(variant: Variant, losses: Losses): Promise<void> {
  const known = await readMetadata(variant).catch(() => null);
  if (known === null) return;
  const { trainIndices, testIndices } = known;
  await writeMetadata(variant, { ...losses, trainIndices, testIndices });
}

function mismatch(variant: Variant, epoch: number, added: readonly number[]): UserError {
  const kept =
    added.length === 0
      ? 'nothing was written'
      : `added before it: ${added[0]} to ${added.at(-1)}, which agree`;
  return new UserError(
    `retrained weights differ from the stored checkpoint of epoch ${epoch}: ${variant.name}`,
    `${kept}; retrain on the same machine with the --device and --threads of the training`
  );
}
