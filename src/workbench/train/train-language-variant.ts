import { UserError, usageError } from '../../error/user-error.ts';
import {
  checkFree,
  checkpointEpochs,
  createVariant,
  differentKey,
  existingRun,
  type Family,
  type Lock,
  lockVariant,
  probeSetOf,
  readSavedTraining,
  readVariant,
  recipeOf,
  type SavedTraining,
  updateRecipe,
  type Variant,
  variantPath,
  writeLanguageCheckpoint,
  writeProbes,
  writeSavedTraining
} from '../../loader/index.ts';
import type { Recipe } from '../../model/recipe.ts';
import { printable } from '../../text/printable.ts';
import {
  checkRecipe,
  initialLanguageState,
  type LanguageEvaluation,
  type LanguageSubject,
  subjectOf,
  type TrainingLog,
  type TrainingState,
  trainLanguage,
  withEvaluation,
  withStep
} from '../../training/index.ts';
import { checkMemory, languageTrainingBytes } from '../run/memory.ts';
import { plannedEpochs } from './planned-epochs.ts';
import { optimizerTensors, storedState } from './stored-state.ts';
import type { TrainReport, TrainRequest } from './train-variant.ts';

/**
 * Trains a language model and saves its checkpoints as folders of Hugging Face's libraries, that of
 * the initial weights too, with what was logged, and what it takes to resume. A checkpoint reaches
 * the disk before the state to resume from; a run that goes on writes the bytes of one that was
 * never stopped. Nothing is written, or replaced, before the first checkpoint is known. Throws a
 * UserError as {@link trainVariant} does.
 */
export async function trainLanguageVariant(
  request: TrainRequest,
  recipe: Recipe,
  family: Family
): Promise<TrainReport> {
  checkRecipe(recipe);
  if (recipe.dHead !== recipe.dModel / recipe.heads)
    throw usageError(`invalid d_head: ${recipe.dHead}`, 'it is d_model / heads in this model');
  const subject = subjectOf(recipe);
  checkMemory('training', languageTrainingBytes(recipe, subject.corpus));
  const planned = [0, ...plannedEpochs(recipe.checkpoints, recipe.epochs + 1)];
  const path = variantPath(request.results, recipe, family);
  const isNew = (await existingRun(request.results, recipe, family)) === null;
  const { force = false, resume = false } = request;
  if (!force && !(resume && !isNew)) checkFree(path);
  let lock: Lock | null = isNew ? null : await lockVariant(path, 'training');
  try {
    const existing = resume ? await existingRun(request.results, recipe, family) : null;
    const saved = existing && (await savedIn(existing, recipe, family));
    const enter = async (): Promise<Variant> => {
      lock ??= await lockVariant(path, 'training');
      if (saved && existing) return updateRecipe(existing, recipe, family);
      const variant = await createVariant(request.results, recipe, {
        force: force || existing !== null,
        family
      });
      await writeProbes(variant, probeSetOf(subject.corpus.probes()));
      return variant;
    };
    const check = async () => lock?.check();
    return await go(request, recipe, { subject, planned, saved, enter, check });
  } finally {
    await lock?.release();
  }
}

interface LanguageRun {
  readonly subject: LanguageSubject;
  readonly planned: readonly number[];
  readonly saved: SavedTraining | null;
  enter(): Promise<Variant>;
  /** Throws a UserError when the run does not belong to this training any more. */
  check(): Promise<void>;
}

async function go(
  request: TrainRequest,
  recipe: Recipe,
  { subject, planned, saved, enter, check }: LanguageRun
): Promise<TrainReport> {
  const { config, corpus } = subject;
  const from = saved === null ? initialLanguageState(recipe) : stateOf(saved);
  let log: TrainingLog = saved === null ? { rows: [], pending: [] } : { ...saved, rows: saved.log };
  let variant: Variant | null = null;
  let evaluation: LanguageEvaluation | null = null;
  const save = async (state: TrainingState): Promise<void> => {
    await check();
    const tensors = { ...state.weights, ...optimizerTensors(state) };
    const { rows, pending } = log;
    await writeSavedTraining(variant!, { step: state.epoch, tensors, log: rows, pending });
  };
  let end = { state: from, finished: from.epoch >= recipe.epochs };
  if (!end.finished) {
    const { device, threads, signal } = request;
    for await (const event of trainLanguage(recipe, {
      ...{ checkpoints: planned, from },
      ...{ device, threads, signal }
    })) {
      variant ??= await enter(); // only now is it known that the device and the memory are there
      if (event.kind === 'step') {
        log = withStep(log, event);
        request.onStep?.(event, recipe.epochs, evaluation);
      } else if (event.kind === 'checkpoint') {
        const { step, state } = event;
        evaluation = event.evaluation;
        log = withEvaluation(log, step, evaluation);
        await check();
        await writeLanguageCheckpoint(variant, step, {
          config,
          vocabulary: corpus.vocabulary,
          context: corpus.length,
          weights: state.weights,
          log: log.rows
        });
        await save(state);
        request.onCheckpoint?.(variant, step);
      } else end = event;
    }
    if (!end.finished && variant !== null) await save(end.state);
  }
  variant ??= await enter();
  return {
    variant: await readVariant(variant.path),
    from: from.epoch,
    epochs: end.state.epoch,
    finished: end.finished,
    losses: { train: new Float64Array(0), test: new Float64Array(0) },
    evaluation: evaluation ?? lastEvaluation(log)
  };
}

function lastEvaluation({ rows }: TrainingLog): LanguageEvaluation | null {
  const row = rows.findLast(({ eval_loss: loss }) => loss !== undefined);
  return row === undefined ? null : { loss: row.eval_loss, accuracy: row.eval_accuracy };
}

function stateOf({ step, tensors }: SavedTraining): TrainingState {
  const isMoment = (name: string) => /^exp_avg(_sq)?\./.test(name);
  const weights = Object.entries(tensors).filter(([name]) => !isMoment(name));
  const stored = { weights: Object.fromEntries(weights), optimizer: tensors };
  return storedState({ epoch: step - 1, ...stored }, {});
}

/**
 * Null where the run holds no more than its beginning. Throws a UserError where it is another, and
 * where it has checkpoints but nothing to resume from.
 */
async function savedIn(
  existing: Variant,
  recipe: Recipe,
  family: Family
): Promise<SavedTraining | null> {
  const saved = await readSavedTraining(existing);
  if (existing.problem !== undefined)
    throw new UserError(existing.problem, 'train it from the start: --force');
  const isBegun = (await checkpointEpochs(existing)).some((step) => step > 0);
  const other = saved && differentKey(recipeOf(existing, family), recipe);
  if (other === null && (saved !== null || !isBegun)) return saved;
  const why =
    other === null
      ? 'no optimizer state was saved (optimizer.safetensors)'
      : `its ${other} differs`;
  throw new UserError(
    `cannot resume ${printable(existing.name)}: ${why}`,
    'train it from the start: --force'
  );
}
