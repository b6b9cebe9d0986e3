import type { NamedArrays } from '../../array/tensor.ts';
import type { Device } from '../../engine/index.ts';
import { usageError } from '../../error/user-error.ts';
import {
  type Losses,
  type RecipeChanges,
  readFamily,
  readVariant,
  recipeWith,
  type Variant,
  writeCheckpoint,
  writeLosses,
  writeMetadata,
  writeOptimizer
} from '../../loader/index.ts';
import { findArchitecture } from '../../model/index.ts';
import type { Recipe } from '../../model/recipe.ts';
import { findTask, isOfText, splitOf } from '../../task/index.ts';
import {
  checkRecipe,
  type EpochEvent,
  type LanguageEvaluation,
  modelOf,
  type StepEvent,
  type TrainingState,
  train
} from '../../training/index.ts';
import { checkMemory, trainingBytes } from '../run/memory.ts';
import { type Beginning, beginTraining } from './begin-training.ts';
import { plannedEpochs } from './planned-epochs.ts';
import { conditionsOf, optimizerTensors } from './stored-state.ts';
import { trainLanguageVariant } from './train-language-variant.ts';

/** What to train, and what to tell meanwhile. */
export interface TrainRequest {
  readonly results: string;
  readonly family: string;
  /** What differs from the family's recipe. */
  readonly changes: RecipeChanges;
  readonly device?: Device;
  readonly threads?: number;
  /** Replace the variant if it exists. */
  readonly force?: boolean;
  /** Go on from the last saved state if there is one. */
  readonly resume?: boolean;
  readonly signal?: AbortSignal;
  readonly onEpoch?: (event: EpochEvent, total: number) => void;
  /** Of a language model, with what it was evaluated by last; null before that. */
  readonly onStep?: (
    event: StepEvent,
    total: number,
    evaluation: LanguageEvaluation | null
  ) => void;
  /** Called after a checkpoint was written. */
  readonly onCheckpoint?: (variant: Variant, epoch: number) => void;
}

/** How a training ended. */
export interface TrainReport {
  readonly variant: Variant;
  /** Epoch at which this call began. */
  readonly from: number;
  /** Epochs done in all. */
  readonly epochs: number;
  readonly finished: boolean;
  /** Empty of a language model: its checkpoints tell them. */
  readonly losses: Losses;
  /** Of a language model: how the last checkpoint was evaluated; null where none was. */
  readonly evaluation?: LanguageEvaluation | null;
}

/** Losses are written at most this often, for a live view to follow. */
const lossInterval = 250;

/**
 * Trains a variant, on the rows of a grid or as a language model, and saves checkpoints, losses and
 * what it takes to resume. The losses reach the disk before the checkpoint and that before the
 * optimizer's state, so that a kill at any time leaves a set that agrees; nothing is written, or
 * replaced, before the first epoch is done. Throws a UserError for a recipe that cannot be trained,
 * when the variant exists (unless `force` or `resume`), and when another process trains it.
 */
export async function trainVariant(request: TrainRequest): Promise<TrainReport> {
  const family = await readFamily(request.family);
  const recipe: Recipe = recipeWith(family, request.changes);
  if (isOfText(findTask(recipe.task))) return trainLanguageVariant(request, recipe, family);
  const { title, without = [] } = findArchitecture(recipe.model);
  const absent = without.find((name) => request.changes[name] !== undefined);
  if (absent !== undefined)
    throw usageError(`no ${absent} in this model: ${title}`, `leave it out for ${family.name}`);
  checkRecipe(recipe);
  checkMemory(
    'training',
    trainingBytes({ ...recipe, ...findTask(recipe.task).layout(recipe.parameters) })
  );
  const planned = plannedEpochs(recipe.checkpoints, recipe.epochs);
  const { frozen } = modelOf(recipe);
  const beginning = await beginTraining(request, recipe, family);
  try {
    return await go(request, recipe, planned, frozen, beginning);
  } finally {
    await beginning.close();
  }
}

async function go(
  request: TrainRequest,
  recipe: Recipe,
  planned: readonly number[],
  frozen: NamedArrays,
  { state, losses, stored, enter, check }: Beginning
): Promise<TrainReport> {
  const rows = { train: [...losses.train], test: [...losses.test] };
  let variant: Variant | null = null;
  let written = stored;
  let lastWrite = performance.now();

  const flush = async (): Promise<void> => {
    const fresh = {
      train: Float64Array.from(rows.train.slice(written)),
      test: Float64Array.from(rows.test.slice(written))
    };
    await check();
    await writeLosses(variant!, written, fresh);
    written = rows.train.length;
    lastWrite = performance.now();
  };
  const save = async (saved: TrainingState): Promise<void> => {
    const epoch = saved.epoch - 1;
    await flush();
    await writeCheckpoint(variant!, epoch, { ...saved.weights, ...frozen });
    await writeOptimizer(variant!, epoch, optimizerTensors(saved), conditionsOf(request));
    request.onCheckpoint?.(variant!, epoch);
  };

  let end = { state, finished: state.epoch >= recipe.epochs };
  let savedAt = state.epoch;
  if (!end.finished) {
    const { device, threads, signal } = request;
    const options = {
      checkpoints: planned,
      from: state,
      signal,
      device,
      threads
    };
    for await (const event of train(recipe, options)) {
      variant ??= await enter(); // only now is it known that the device and the memory are there
      if (event.kind === 'epoch') {
        rows.train.push(event.trainLoss);
        rows.test.push(event.testLoss);
        request.onEpoch?.(event, recipe.epochs);
        if (performance.now() - lastWrite > lossInterval) await flush();
      } else if (event.kind === 'checkpoint') {
        await save(event.state);
        savedAt = event.state.epoch;
      } else end = event;
    }
    if (end.state.epoch > savedAt) await save(end.state);
  }
  variant ??= await enter();
  const all = { train: Float64Array.from(rows.train), test: Float64Array.from(rows.test) };
  if (rows.train.length > 0) {
    const split = splitOf({ ...recipe, config: variant.config });
    await writeMetadata(variant, { ...all, trainIndices: split.train, testIndices: split.test });
  }
  return {
    variant: await readVariant(variant.path),
    from: state.epoch,
    epochs: end.state.epoch,
    finished: end.finished,
    losses: all
  };
}
