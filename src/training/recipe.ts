import { usageError } from '../error/user-error.ts';
import { type Recipe, recipeRanges, schedules } from '../model/recipe.ts';
import { isInRange, type NumberRange, rangeText } from '../option/number-range.ts';
import {
  answeredRows,
  findTask,
  gridLabels,
  isImported,
  type Parameters,
  parametersOfTask,
  type Task
} from '../task/index.ts';
import { printable } from '../text/printable.ts';

/** What of a recipe the computation takes; a head has its share of the width. */
export type TrainingRecipe = Omit<Recipe, 'family' | 'dHead'>;

/** The Python workbench's canonical run. */
export const defaultRecipe: TrainingRecipe = {
  task: 'modular_addition',
  model: 'transformer',
  parameters: { prime: 113, seed: 999, data_seed: 598, fraction: 0.3 },
  epochs: 25_000,
  lr: 1e-3,
  weightDecay: 1,
  beta1: 0.9,
  beta2: 0.98,
  eps: 1e-8,
  warmup: 0,
  layers: 1,
  dModel: 128,
  heads: 4,
  dMlp: 512,
  checkpoints: '0:1400:100,1500:8500:500,9000:12900:100,13000:24500:500'
};

/**
 * Returns the recipe if it can be trained. Throws a usage UserError on a number out of its range,
 * parameters that the task does not allow, heads that do not divide the model width, or a fraction
 * that leaves no row to train or to test on.
 */
export function checkRecipe(recipe: TrainingRecipe): TrainingRecipe {
  const { parameters, dModel, heads } = recipe;
  const task = findTask(recipe.task);
  if (isImported(task))
    throw usageError(
      `not trained here: ${task.title.toLowerCase()}`,
      'it is imported: grokscope import --help'
    );
  const { dHead: _, batch, ...ranges } = recipeRanges;
  for (const [name, { range }] of Object.entries(parametersOfTask(task)))
    check(name, parameters[name], range);
  for (const [name, range] of Object.entries(ranges))
    check(label(name), recipe[name as keyof typeof ranges], range);
  task.layout(parameters);
  if (dModel % heads !== 0) {
    const fitting = `choose d_model as a multiple of heads (${heads})`;
    throw usageError(`invalid d_model: ${dModel}`, fitting);
  }
  const { fraction } = parameters;
  if (task.corpus !== undefined) {
    check('batch', recipe.batch, batch);
    if (!schedules.some((known) => known === recipe.schedule))
      throw usageError(
        `unknown schedule: ${printable(String(recipe.schedule))}`,
        `known: ${schedules.join(', ')}`
      );
    const { isSplittable } = task.corpus(parameters);
    if (fraction === 1) return recipe;
    if (!isSplittable)
      throw usageError(
        `too many questions for a fixed share of them: fraction ${fraction}`,
        'leave out --fraction: each step then draws fresh ones'
      );
  }
  const count = task.corpus?.(parameters).rows ?? gridRows(task, parameters);
  const trained = Math.floor(count * fraction);
  if (trained === 0 || trained === count) {
    const part = trained === 0 ? 'trains on' : 'tests on';
    throw usageError(`fraction ${part} no row: ${fraction}`, 'choose one such as 0.3');
  }
  return recipe;
}

function gridRows(task: Task, parameters: Parameters): number {
  return answeredRows(gridLabels(task, parameters)).length;
}

function check(name: string, value: unknown, range: NumberRange): void {
  if (isInRange(value, range)) return;
  throw usageError(`invalid ${name}: ${value}`, `expected ${rangeText(range)}`);
}

function label(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
