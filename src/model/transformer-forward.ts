import {
  add,
  concat,
  constant,
  div,
  exp,
  gather,
  integers,
  type Lazy,
  matmul,
  max,
  maximum,
  mul,
  relu,
  reshape,
  slice,
  stopGradient,
  sub,
  swapLast,
  transpose
} from '../engine/index.ts';
import type { Inputs } from '../task/index.ts';
import type { LazyWeights } from './model.ts';

/**
 * What "=" mixes from: tables over (token, position). Its query is the same for every pair, so the
 * attention of a head to a token at a position is a number, and softmax and values need no more
 * than one table row each: z = (e₀[a]·v₀[a] + e₁[b]·v₁[b] + e₂·v₂) / (e₀[a] + e₁[b] + e₂) with e =
 * exp(score).
 */
export interface AttentionTables {
  /**
   * exp(score − largest score of the head) of each token at positions 0 and 1, [p, head], and of
   * "=", [1, head].
   */
  readonly shares: readonly [Lazy, Lazy, Lazy];
  /**
   * Each share times (value, 1), likewise [p, head, d_head + 1]: parts of the mixture and of its
   * denominator.
   */
  readonly parts: readonly [Lazy, Lazy, Lazy];
}

/**
 * Scores further than this below a head's largest count as this far below, so that no mixture
 * divides 0 by 0.
 */
const lowest = -80;

/**
 * Returns the embeddings that attention reads: all tokens at position 0, at position 1, [p, d], and
 * "=" at 2, [1, d].
 */
export function residualInputs(weights: LazyWeights): readonly [Lazy, Lazy, Lazy] {
  const [embedding, positions] = [weights['embed.W_E'], weights['pos_embed.W_pos']];
  const tokens = embedding.shape[0] - 1;
  const at = (position: number) => slice(positions, [position], [position + 1]);
  const numbers = slice(embedding, [0], [tokens]);
  const equals = slice(embedding, [tokens], [tokens + 1]);
  return [add(numbers, at(0)), add(numbers, at(1)), add(equals, at(2))];
}

/** Returns the tables from which attention at "=" is mixed. */
export function attentionTables(weights: LazyWeights): AttentionTables {
  const inputs = residualInputs(weights);
  const [heads, dModel, dHead] = weights['blocks.0.attn.W_Q'].shape as [number, number, number];
  const query = biased(
    matmul(inputs[2], weights['blocks.0.attn.W_Q']),
    weights['blocks.0.attn.b_Q'],
    [heads, 1, dHead]
  );
  // A key bias adds the same to every score of a head, so softmax does not see it.
  const keyed = matmul(weights['blocks.0.attn.W_K'], swapLast(mul(query, 1 / Math.sqrt(dHead))));
  const direction = transpose(reshape(keyed, [heads, dModel])); // [d, head]
  const scores = inputs.map((x) => matmul(x, direction));
  const largest = stopGradient(
    scores.map((score) => max(score, 0, true)).reduce((a, b) => maximum(a, b))
  );
  const [first, second, own] = scores.map((score) => exp(maximum(sub(score, largest), lowest))) as [
    Lazy,
    Lazy,
    Lazy
  ];
  const part = (x: Lazy, share: Lazy) => {
    const values = transpose(matmul(x, weights['blocks.0.attn.W_V']), [1, 0, 2]);
    const shares = reshape(share, [x.shape[0], heads, 1]);
    const shifted = biased(values, weights['blocks.0.attn.b_V'], [1, heads, dHead]);
    return concat([mul(shifted, shares), shares], 2);
  };
  return {
    shares: [first, second, own],
    parts: [part(inputs[0], first), part(inputs[1], second), part(inputs[2], own)]
  };
}

/**
 * Returns, for each pair, the row of a in the first table plus the row of b in the second plus the
 * last, [n, head, …].
 */
export function pairSums(
  [first, second, own]: AttentionTables['shares'],
  { tokens: [a, b] }: Inputs
): Lazy {
  const rows = (table: Lazy, tokens: Int32Array) =>
    gather(reshape(table, [table.shape[0], -1]), integers(tokens));
  const heads = own.shape[1];
  return reshape(add(rows(first, a), rows(add(second, own), b)), [a.length, heads, -1]);
}

/**
 * Returns what attention at "=" brings for each pair, [n, head, d_head + 1]: the mixed values z
 * and, last, a one per head. The ones let a product also add what does not depend on the pair.
 */
export function mixedValues(weights: LazyWeights, pairs: Inputs): Lazy {
  const { parts, shares } = attentionTables(weights);
  return div(pairSums(parts, pairs), pairSums(shares, pairs));
}

/**
 * Returns the MLP's inputs before ReLU, [n, d_mlp]. W_O·W_in is one matrix: "=" attends with few
 * numbers per pair, but all pairs go through this product.
 */
export function mlpInputs(weights: LazyWeights, pairs: Inputs): Lazy {
  return throughOutput(weights, pairs, weights['blocks.0.mlp.W_in'], {
    after: weights['blocks.0.mlp.b_in']
  });
}

/** Returns the logits at "=", [n, p]; W_out·W_U and W_O·W_U are each one matrix. */
export function transformerLogits(weights: LazyWeights, pairs: Inputs): Lazy {
  const unembed = weights['unembed.W_U'];
  const neurons = relu(mlpInputs(weights, pairs));
  return add(
    matmul(neurons, matmul(weights['blocks.0.mlp.W_out'], unembed)),
    throughOutput(weights, pairs, unembed, {
      before: weights['blocks.0.mlp.b_out'],
      after: weights['unembed.b_U']
    })
  );
}

/**
 * Returns (resid_mid + before)·matrix + after for each pair, with W_O and the matrix multiplied
 * first.
 */
function throughOutput(
  weights: LazyWeights,
  pairs: Inputs,
  matrix: Lazy,
  bias: { readonly before?: Lazy | undefined; readonly after?: Lazy | undefined }
): Lazy {
  const output = weights['blocks.0.attn.W_O'];
  const [heads, dHead] = output.shape as [number, number];
  const width = matrix.shape[1];
  const [, , equals] = residualInputs(weights);
  const resting = [weights['blocks.0.attn.b_O'], bias.before].reduce<Lazy>(
    (row, added) => biased(row, added, [1, -1]),
    equals
  );
  const row = biased(matmul(resting, matrix), bias.after, [1, width]);
  const perHead = mul(reshape(row, [1, 1, width]), constant(1 / heads, [heads, 1, 1]));
  const folded = concat([matmul(output, matrix), perHead], 1); // [head, d_head + 1, width]
  return matmul(
    reshape(mixedValues(weights, pairs), [pairs.tokens[0].length, heads * (dHead + 1)]),
    reshape(folded, [heads * (dHead + 1), width])
  );
}

function biased(x: Lazy, bias: Lazy | undefined, shape: readonly number[]): Lazy {
  return bias === undefined ? x : add(x, reshape(bias, shape));
}
