import { add, type Lazy, matmul, reshape, slice, swapLast } from '../../engine/index.ts';
import type { LazyWeights } from '../model.ts';
import { languageBlock, languageNorm } from './block.ts';
import type { LanguageSettings } from './settings.ts';
import { blockName, blockShapes, outerNames } from './weights.ts';

/**
 * Returns the logits of a whole model in one graph, with gradients, for a small vocabulary: what
 * follows each position of the sequences from `from` on, [n · (positions − from), vocabulary].
 * `tokens` are the sequences as ones at the places of their tokens, [n, positions, vocabulary];
 * `weights` the tensors by their names in the files.
 */
export function languageLogits(
  settings: LanguageSettings,
  weights: LazyWeights,
  tokens: Lazy,
  from = 0
): Lazy {
  const { layers, width, vocabulary, epsilon } = settings;
  const [n, positions] = tokens.shape as [number, number, number];
  const names = outerNames(settings);
  const rows = matmul(reshape(tokens, [n * positions, vocabulary]), weights[names.embedding]);
  let x = reshape(rows, [n, positions, width]);
  if (names.positions !== undefined)
    x = add(x, slice(weights[names.positions], [0], [positions], [0]));
  for (let layer = 0; layer < layers; layer++) {
    const own = Object.keys(blockShapes(settings)).map((name) => [
      name,
      weights[blockName(settings, layer, name)]
    ]);
    x = languageBlock(settings, Object.fromEntries(own), x, layer === layers - 1 ? from : 0);
  }
  const asked = reshape(x, [n * (positions - from), width]);
  const bias = names.normBias === undefined ? undefined : weights[names.normBias];
  const last = languageNorm(asked, epsilon, weights[names.norm], bias);
  return matmul(last, swapLast(weights[names.unembedding]));
}
