import {
  cast,
  concat,
  constant,
  gradients,
  input,
  type Lazy,
  lessEqual,
  max,
  mul,
  reshape,
  slice,
  sqrt,
  square,
  sum
} from '../../engine/index.ts';
import type { LazyWeights } from '../../model/index.ts';
import { languageLogits } from '../../model/language/index.ts';
import { adamw } from '../adamw.ts';
import { crossEntropy } from '../cross-entropy.ts';
import type { EpochForm } from '../epoch-graph.ts';
import { lazyParts, weightCount } from '../flat-weights.ts';
import type { TrainingRecipe } from '../recipe.ts';
import { type LanguageSubject, subjectOf } from './subject.ts';

/** One step's results, as nodes; the first three feed the next step. */
export interface StepOutputs extends Readonly<Record<string, Lazy>> {
  readonly weights: Lazy;
  readonly first: Lazy;
  readonly second: Lazy;
  /** Mean cross entropy of the tokens of the batch's answers and their ends, before the step. */
  readonly loss: Lazy;
  /** Share of the batch's questions of which each of these tokens is the most likely one. */
  readonly accuracy: Lazy;
  /** L2 norm of the gradient of all weights. */
  readonly gradNorm: Lazy;
}

/** What some questions give, as nodes, one number for each. */
export interface EvaluationOutputs extends Readonly<Record<string, Lazy>> {
  /** Mean cross entropy of the tokens of the answer and its end, [n]. */
  readonly losses: Lazy;
  /** 1 where each of these tokens is the most likely one, else 0, [n]. */
  readonly right: Lazy;
}

/**
 * Returns one step on `size` questions as a graph. It takes the inputs `weights`, `first`, `second`
 * (all weights as one vector, and its moments), `rates` [3], and `tokens`, see `oneHotRows`.
 */
export function stepGraph(recipe: TrainingRecipe, form: EpochForm, size: number): StepOutputs {
  const subject = subjectOf(recipe);
  const count = weightCount(subject.weights);
  const weights = input('weights', [count]);
  const { parts, weights: named } = lazyParts(subject.weights, weights);
  const { losses, right } = answers(subject, named, size, form);
  const loss = mul(sum(losses), 1 / size);
  const gradient = concat(gradients(loss, parts), 0);
  const next = adamw(
    { weights, first: input('first', [count]), second: input('second', [count]) },
    gradient,
    input('rates', [3]),
    recipe
  );
  const gradNorm = sqrt(sum(square(gradient)));
  return { ...next, loss, accuracy: mul(sum(right), 1 / size), gradNorm };
}

/** Returns the evaluation of `size` questions as a graph of the inputs `weights` and `tokens`. */
export function evaluationGraph(
  recipe: TrainingRecipe,
  form: EpochForm,
  size: number
): EvaluationOutputs {
  const subject = subjectOf(recipe);
  const weights = input('weights', [weightCount(subject.weights)]);
  return { ...answers(subject, lazyParts(subject.weights, weights).weights, size, form) };
}

/** The loss of each question, and whether it is answered right, [size] each. */
function answers(
  { corpus, settings }: LanguageSubject,
  weights: LazyWeights,
  size: number,
  { loss, rowsPerPass }: EpochForm
): { readonly losses: Lazy; readonly right: Lazy } {
  const { length, prompt, vocabulary } = corpus;
  const tokens = input('tokens', [size, length, vocabulary.length]);
  const asked = length - prompt;
  const count = Math.max(1, Math.ceil((size * length) / rowsPerPass));
  const edge = (pass: number) => Math.round((pass * size) / count);
  const passes = Array.from({ length: count }, (_, pass) => {
    const part = slice(tokens, [edge(pass)], [edge(pass + 1)], [0]);
    const rows = (edge(pass + 1) - edge(pass)) * asked;
    const read = slice(part, [0], [length - 1], [1]);
    const wanted = slice(part, [prompt], [length], [1]);
    return {
      logits: languageLogits(settings, weights, read, prompt - 1),
      labels: reshape(wanted, [rows, vocabulary.length])
    };
  });
  const { each, offsets } = crossEntropy(passes, loss);
  const worst = max(reshape(offsets, [size, asked]), 1);
  return {
    losses: mul(sum(reshape(each, [size, asked]), 1), 1 / asked),
    right: cast(lessEqual(worst, constant(0, [], worst.type)), worst.type)
  };
}
