import { concat, div, gradients, input, type Lazy, mul } from '../engine/index.ts';
import { findArchitecture, type LazyWeights, type Model } from '../model/index.ts';
import { answeredRows, type Examples, findTask, selectRows, splitRows } from '../task/index.ts';
import { adamw } from './adamw.ts';
import { crossEntropy, type LossForm } from './cross-entropy.ts';
import { lazyParts, weightCount } from './flat-weights.ts';
import type { TrainingRecipe } from './recipe.ts';

/** One epoch's results, as nodes; the first three feed the next epoch. */
export interface EpochOutputs extends Readonly<Record<string, Lazy>> {
  /** All trained weights as one vector, and AdamW's two means like it. */
  readonly weights: Lazy;
  readonly first: Lazy;
  readonly second: Lazy;
  /** Mean cross entropy of the training rows before the step. */
  readonly trainLoss: Lazy;
  /** Mean cross entropy of the other rows after the step. */
  readonly testLoss: Lazy;
  /** Shares of the pairs answered right, at the same weights as the losses. */
  readonly trainAccuracy: Lazy;
  readonly testAccuracy: Lazy;
}

/** How an epoch is computed; the numbers do not depend on it beyond rounding. */
export interface EpochForm {
  readonly loss: LossForm;
  /** Pairs that pass through the model at a time: few enough to stay in the processor's cache. */
  readonly rowsPerPass: number;
}

/** Returns the model that a recipe trains. */
export function modelOf(recipe: TrainingRecipe): Model {
  const layout = findTask(recipe.task).layout(recipe.parameters);
  return findArchitecture(recipe.model).build({ ...recipe, ...layout });
}

/** Returns the rows that a recipe trains on and those it tests on, with their labels. */
export function examplesOf({ task, parameters }: TrainingRecipe): {
  readonly train: Examples;
  readonly test: Examples;
} {
  const grid = findTask(task).grid(parameters);
  const { fraction, data_seed: seed } = parameters;
  const rows = splitRows(answeredRows(grid.labels), fraction, seed);
  return { train: selectRows(grid, rows.train), test: selectRows(grid, rows.test) };
}

/**
 * Returns one epoch as a graph: the gradient of the training loss, one AdamW step, then the test
 * loss. It takes the inputs `weights`, `first`, `second` (all trained weights as one vector, and
 * its moments) and `rates`, [3].
 */
export function epochGraph(recipe: TrainingRecipe, form: EpochForm): EpochOutputs {
  const model = modelOf(recipe);
  const { train, test } = examplesOf(recipe);
  const count = weightCount(model.weights);
  const weights = input('weights', [count]);
  const before = lazyParts(model.weights, weights);
  const fit = meanLoss(model, before.weights, train, form);
  const gradient = concat(gradients(fit.loss, before.parts), 0);
  const next = adamw(
    { weights, first: input('first', [count]), second: input('second', [count]) },
    gradient,
    input('rates', [3]),
    recipe
  );
  const after = lazyParts(model.weights, next.weights);
  const { loss, accuracy } = meanLoss(model, after.weights, test, form);
  return {
    ...next,
    trainLoss: fit.loss,
    testLoss: loss,
    trainAccuracy: fit.accuracy,
    testAccuracy: accuracy
  };
}

function meanLoss(
  model: Model,
  weights: LazyWeights,
  examples: Examples,
  { loss, rowsPerPass }: EpochForm
): { readonly loss: Lazy; readonly accuracy: Lazy } {
  const count = examples.labels.length;
  const { total, correct } = crossEntropy(
    passes(examples, rowsPerPass).map((part) => ({
      logits: model.logits(weights, part),
      labels: part.labels
    })),
    loss
  );
  return {
    loss: mul(total, 1 / count),
    accuracy: div(correct, count)
  };
}

/** Parts of nearly equal size, none larger than `most`. */
function passes({ tokens, labels }: Examples, most: number): Examples[] {
  const count = Math.max(1, Math.ceil(labels.length / most));
  const edge = (pass: number) => Math.round((pass * labels.length) / count);
  return Array.from({ length: count }, (_, pass) => {
    const [start, end] = [edge(pass), edge(pass + 1)];
    return {
      tokens: tokens.map((column) => column.slice(start, end)),
      labels: labels.slice(start, end)
    };
  });
}
