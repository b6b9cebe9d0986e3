import {
  add,
  argmax,
  cast,
  concat,
  equal,
  gradients,
  input,
  type Lazy,
  logSoftmax,
  matmul,
  mul,
  neg,
  reshape,
  slice,
  sum,
  swapLast
} from '../../engine/index.ts';
import {
  blockName,
  blockShapes,
  digitSettings,
  digitTokens,
  type LanguageSettings,
  languageBlock,
  languageNorm,
  languageTensors,
  outerNames
} from '../../model/language/index.ts';
import { adamw } from '../adamw.ts';
import { lazyParts, weightCount } from '../flat-weights.ts';
import type { TrainingRecipe } from '../recipe.ts';

/** Tokens of a question, of an answer with its end, and of both without the last one. */
export function digitLengths(digits: number) {
  const [question, answer] = [2 * digits + 2, digits + 2];
  return { question, answer, positions: question + answer - 1 };
}

/**
 * Returns one optimizer step as a graph. It takes `weights`, `first`, `second` (all weights as one
 * vector, and its moments), `rates` [3], the tokens of the sequences as `tokens` [n·position,
 * vocabulary], ones and zeros, and those of the answers as `targets` [n·answer, vocabulary].
 */
export function digitStep(recipe: TrainingRecipe, count: number): Readonly<Record<string, Lazy>> {
  const { loss, weights, parts } = digitLoss(recipe, count);
  const gradient = concat(gradients(loss, parts), 0);
  const size = weights.shape[0];
  const next = adamw(
    { weights, first: input('first', [size]), second: input('second', [size]) },
    gradient,
    input('rates', [3]),
    recipe
  );
  return { ...next, loss };
}

/**
 * Returns the loss of some answers, and how many tokens of each are the most probable ones, [n], as
 * a graph of `weights`, `tokens` and `targets`.
 */
export function digitEvaluation(
  recipe: TrainingRecipe,
  count: number
): Readonly<Record<string, Lazy>> {
  const { loss, right } = digitLoss(recipe, count);
  return { loss, right };
}

function digitLoss(recipe: TrainingRecipe, count: number) {
  const settings = digitSettings(recipe);
  const specs = languageTensors(settings);
  const { question, answer, positions } = digitLengths(recipe.parameters.digits);
  const vocabulary = digitTokens.length;
  const vector = input('weights', [weightCount(specs)]);
  const { parts, weights } = lazyParts(specs, vector);
  const tokens = input('tokens', [count * positions, vocabulary]);
  const targets = input('targets', [count * answer, vocabulary]);
  const stream = streamAfter(settings, weights, tokens, count, positions);
  const asked = reshape(slice(stream, [question - 1], [question - 1 + answer], [1]), [
    count * answer,
    settings.width
  ]);
  const logits = matmul(asked, swapLast(weights[outerNames(settings).unembedding]));
  const logs = logSoftmax(cast(logits, 'double'), 1);
  const wanted = mul(logs, cast(targets, 'double'));
  const hits = equal(argmax(logits, 1), argmax(targets, 1));
  return {
    parts,
    weights: vector,
    loss: mul(neg(sum(wanted)), 1 / (count * answer)),
    right: sum(reshape(cast(hits, 'float'), [count, answer]), 1)
  };
}

/** The residual stream after the last block and the final norm, [n, position, width]. */
function streamAfter(
  settings: LanguageSettings,
  weights: Readonly<Record<string, Lazy>>,
  tokens: Lazy,
  count: number,
  positions: number
): Lazy {
  const { width, layers, epsilon } = settings;
  const names = outerNames(settings);
  const rows = reshape(matmul(tokens, weights[names.embedding]), [count, positions, width]);
  const places = slice(weights[names.positions as string], [0], [positions]);
  let stream = add(rows, reshape(places, [1, positions, width]));
  for (let layer = 0; layer < layers; layer++) {
    const own = Object.fromEntries(
      Object.keys(blockShapes(settings)).map((name) => [
        name,
        weights[blockName(settings, layer, name)]
      ])
    );
    stream = languageBlock(settings, own, stream);
  }
  return languageNorm(stream, epsilon, weights[names.norm], weights[names.normBias as string]);
}
