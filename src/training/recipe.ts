import { usageError } from '../error/user-error.ts';
import {
  isInRange,
  type NumberRange,
  type Recipe,
  rangeText,
  recipeRanges
} from '../model/recipe.ts';
import { answeredRows, findTask, gridLabels } from '../task/index.ts';

/** What of a recipe the computation takes; a head has its share of the width. */
export type TrainingRecipe = Omit<Recipe, 'family' | 'dHead'>;

/** The Python workbench's canonical run. */
export const defaultRecipe: TrainingRecipe = {
  task: 'modular_addition',
  model: 'transformer',
  prime: 113,
  seed: 999,
  dataSeed: 598,
  fraction: 0.3,
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

/** Inclusive ranges; a training run outside them cannot work or would not fit in memory. */
const ranges: Partial<Record<keyof TrainingRecipe, NumberRange>> = (({ dHead: _, ...rest }) => ({
  ...rest,
  prime: [3, 509, 'whole'] as const
}))(recipeRanges);

/**
 * Returns the recipe if it can be trained. Throws a usage UserError on a number out of its range,
 * heads that do not divide the model width, or a fraction that leaves no pair to train or to test
 * on.
 */
export function checkRecipe(recipe: TrainingRecipe): TrainingRecipe {
  for (const [name, range] of Object.entries(ranges) as [keyof TrainingRecipe, NumberRange][]) {
    if (isInRange(recipe[name], range)) continue;
    throw usageError(`invalid ${label(name)}: ${recipe[name]}`, `expected ${rangeText(range)}`);
  }
  const { prime, fraction, dModel, heads } = recipe;
  const { modulus, title } = findTask(recipe.task);
  if (typeof modulus === 'number' && prime !== modulus)
    throw usageError(`invalid prime: ${prime}`, `${title} has no modulus; leave it out`);
  if (modulus === 'prime' && !isPrime(prime))
    throw usageError(`not a prime: ${prime}`, `nearest: ${nearestPrimes(prime).join(' or ')}`);
  if (dModel % heads !== 0) {
    const fitting = `choose d_model as a multiple of heads (${heads})`;
    throw usageError(`invalid d_model: ${dModel}`, fitting);
  }
  const count = answeredRows(gridLabels(findTask(recipe.task), prime)).length;
  const trained = Math.floor(count * fraction);
  if (trained === 0 || trained === count) {
    const part = trained === 0 ? 'trains on' : 'tests on';
    throw usageError(`fraction ${part} no pair: ${fraction}`, 'choose one such as 0.3');
  }
  return recipe;
}

function label(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function isPrime(n: number): boolean {
  for (let d = 2; d * d <= n; d++) if (n % d === 0) return false;
  return n > 1;
}

function nearestPrimes(n: number): readonly number[] {
  const below = Array.from({ length: n }, (_, i) => n - i).find(isPrime);
  let above = n + 1;
  while (!isPrime(above)) above++;
  return below === undefined ? [above] : [below, above];
}
