import type { NamedArrays } from '../../../array/tensor.ts';

/**
 * Scores further than this below a head's largest count as this far below, so that nothing divides
 * 0 by 0.
 */
const LOWEST = -700;

/** Weights by which a neuron is computed from a table, where the model has them. */
export const valueWeights = [
  'blocks.0.attn.W_V',
  'blocks.0.attn.b_V',
  'blocks.0.attn.W_O',
  'blocks.0.attn.b_O',
  'blocks.0.mlp.W_in',
  'blocks.0.mlp.b_in'
];

/** Where "=" looks for every pair (a, b), and what the tokens are before attention. */
export interface AttentionTable {
  readonly tokens: number;
  readonly heads: number;
  /** Of `valueWeights` those that there are, as copies: a checkpoint is not held in memory. */
  readonly weights: NamedArrays;
  /** Softmax weights to a and to b, [head, a, b] each; the rest goes to "=". */
  readonly toFirst: Float32Array;
  readonly toSecond: Float32Array;
  /**
   * Embedding plus position, [token, d_model], at positions 0 and 1, and of "=" at position 2,
   * [d_model].
   */
  readonly first: Float32Array;
  readonly second: Float32Array;
  readonly equals: Float32Array;
}

/** Returns the attention of a 1-layer transformer at "=" over the whole grid. */
export function attentionTable(weights: NamedArrays): AttentionTable {
  const [vocabulary, width] = weights['embed.W_E'].shape as [number, number];
  const [heads, , size] = weights['blocks.0.attn.W_Q'].shape as [number, number, number];
  const tokens = vocabulary - 1;
  const first = embedded(weights, 0, 0, tokens);
  const second = embedded(weights, 1, 0, tokens);
  const equals = embedded(weights, 2, tokens, 1);
  const toFirst = new Float32Array(heads * tokens * tokens);
  const toSecond = new Float32Array(heads * tokens * tokens);
  for (let head = 0; head < heads; head++) {
    const direction = keyDirection(weights, head, width, size, equals);
    const own = dot(equals, 0, direction);
    const toA = scores(first, direction, tokens);
    const toB = scores(second, direction, tokens);
    const largest = Math.max(own, ...toA, ...toB);
    const share = (score: number) => Math.exp(Math.max(score - largest, LOWEST));
    const [shareA, shareB, rest] = [toA.map(share), toB.map(share), share(own)];
    for (let a = 0; a < tokens; a++) {
      const start = (head * tokens + a) * tokens;
      for (let b = 0; b < tokens; b++) {
        const total = shareA[a] + shareB[b] + rest;
        toFirst[start + b] = shareA[a] / total;
        toSecond[start + b] = shareB[b] / total;
      }
    }
  }
  const held = valueWeights.flatMap((name) => {
    const found = weights[name];
    return found ? [[name, { ...found, data: found.data.slice() }] as const] : [];
  });
  return {
    tokens,
    heads,
    weights: Object.fromEntries(held),
    toFirst,
    toSecond,
    first,
    second,
    equals
  };
}

/** Returns x · v, x starting at `start`. */
export function dot(x: ArrayLike<number>, start: number, v: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < v.length; i++) total += x[start + i] * v[i];
  return total;
}

/** Returns the products of the first `count` rows of x with v. */
export function scores(x: ArrayLike<number>, v: ArrayLike<number>, count: number): Float64Array {
  const products = new Float64Array(count);
  for (let row = 0; row < count; row++) products[row] = dot(x, row * v.length, v);
  return products;
}

/** Embedding plus position of `count` tokens, from `token` on. */
function embedded(weights: NamedArrays, position: number, token: number, count: number) {
  const { data, shape } = weights['embed.W_E'];
  const positions = weights['pos_embed.W_pos'].data;
  const width = shape[1];
  const sums = new Float32Array(count * width);
  for (let i = 0; i < sums.length; i++)
    sums[i] = data[token * width + i] + positions[position * width + (i % width)];
  return sums;
}

/** The vector whose product with a token's residual is its score: W_K (query of "=") / √d_head. */
function keyDirection(
  weights: NamedArrays,
  head: number,
  width: number,
  size: number,
  equals: Float32Array
): Float64Array {
  const query = new Float64Array(size);
  const bias = weights['blocks.0.attn.b_Q']?.data;
  const [wq, wk] = [weights['blocks.0.attn.W_Q'].data, weights['blocks.0.attn.W_K'].data];
  for (let j = 0; j < size; j++) {
    query[j] = bias?.[head * size + j] ?? 0;
    for (let d = 0; d < width; d++) query[j] += equals[d] * wq[(head * width + d) * size + j];
    query[j] /= Math.sqrt(size);
  }
  return scores(wk.subarray(head * width * size, (head + 1) * width * size), query, width);
}
