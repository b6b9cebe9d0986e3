import {
  add,
  broadcastTo,
  concat,
  constant,
  div,
  gather,
  integers,
  type Lazy,
  matmul,
  mul,
  relu,
  reshape,
  slice,
  softmax,
  swapLast,
  transpose
} from '../engine/index.ts';
import type { Inputs } from '../task/index.ts';
import type { Activations, LazyWeights } from './model.ts';
import {
  attentionTables,
  mixedValues,
  mlpInputs,
  pairSums,
  residualInputs,
  transformerLogits
} from './transformer-forward.ts';

/**
 * The activations of the 1-layer transformer at "=", [n, …], under TransformerLens names: the
 * residual stream (`hook_resid_pre`, `_mid`, `_post`), `hook_attn_out`, `hook_mlp_out` [n,
 * d_model]; `attn.hook_z` [n, head, d_head], `attn.hook_pattern` [n, head, key], and
 * `attn.hook_pattern_full` [n, head, query, key] with zeros for later keys; `mlp.hook_pre`,
 * `mlp.hook_post` [n, d_mlp]; `logits` [n, p]. Biases count where the weights have them.
 */
export const transformerActivations: Activations = {
  'blocks.0.hook_resid_pre': (weights, { tokens: [a] }) => {
    const [, , equals] = residualInputs(weights);
    return broadcastTo(equals, [a.length, equals.shape[1]]);
  },
  'blocks.0.attn.hook_z': mixture,
  'blocks.0.attn.hook_pattern': attentionPattern,
  'blocks.0.attn.hook_pattern_full': fullPattern,
  'blocks.0.hook_attn_out': attentionOutput,
  'blocks.0.hook_resid_mid': residualBetween,
  'blocks.0.mlp.hook_pre': mlpInputs,
  'blocks.0.mlp.hook_post': neurons,
  'blocks.0.hook_mlp_out': mlpOutput,
  'blocks.0.hook_resid_post': (weights, pairs) =>
    add(residualBetween(weights, pairs), mlpOutput(weights, pairs)),
  logits: transformerLogits
};

function mixture(weights: LazyWeights, pairs: Inputs): Lazy {
  const mixed = mixedValues(weights, pairs);
  return slice(mixed, [0], [mixed.shape[2] - 1], [2]);
}

function attentionOutput(weights: LazyWeights, pairs: Inputs): Lazy {
  const output = weights['blocks.0.attn.W_O']; // [head, d_head, d]
  const [heads, dHead, width] = output.shape as [number, number, number];
  const mixed = reshape(mixture(weights, pairs), [pairs.tokens[0].length, heads * dHead]);
  const product = matmul(mixed, reshape(output, [heads * dHead, width]));
  return biased(product, weights, 'blocks.0.attn.b_O');
}

function residualBetween(weights: LazyWeights, pairs: Inputs): Lazy {
  const [, , equals] = residualInputs(weights);
  return add(equals, attentionOutput(weights, pairs));
}

function neurons(weights: LazyWeights, pairs: Inputs): Lazy {
  return relu(mlpInputs(weights, pairs));
}

function mlpOutput(weights: LazyWeights, pairs: Inputs): Lazy {
  const product = matmul(neurons(weights, pairs), weights['blocks.0.mlp.W_out']);
  return biased(product, weights, 'blocks.0.mlp.b_out');
}

function biased(x: Lazy, weights: LazyWeights, name: string): Lazy {
  const bias = weights[name];
  return bias === undefined ? x : add(x, bias);
}

/** Attention from "=" to a, b and itself, [n, head, key]. */
function attentionPattern(weights: LazyWeights, pairs: Inputs): Lazy {
  const { shares } = attentionTables(weights);
  const [first, second, own] = shares;
  const heads = own.shape[1];
  const column = (share: Lazy) => reshape(share, [-1, heads, 1]);
  const perKey = [
    column(gather(first, integers(pairs.tokens[0]))),
    column(gather(second, integers(pairs.tokens[1]))),
    broadcastTo(column(own), [pairs.tokens[0].length, heads, 1])
  ];
  return div(concat(perKey, 2), pairSums(shares, pairs));
}

/** Attention from every position to every position, [n, head, query, key]. */
function fullPattern(weights: LazyWeights, pairs: Inputs): Lazy {
  const count = pairs.tokens[0].length;
  const heads = weights['blocks.0.attn.W_Q'].shape[0];
  const row = (x: Lazy) => reshape(x, [count, heads, 1, -1]);
  const nothing = (keys: number) => broadcastTo(constant(0, [1, 1, 1, 1]), [count, heads, 1, keys]);
  const itself = broadcastTo(constant(1, [1, 1, 1, 1]), [count, heads, 1, 1]);
  const fromFirst = concat([itself, nothing(2)], 3);
  const fromSecond = concat([row(secondPattern(weights, pairs)), nothing(1)], 3);
  return concat([fromFirst, fromSecond, row(attentionPattern(weights, pairs))], 2);
}

/** Attention from b to a and itself, [n, head, 2], by way of a table over all (b, a). */
function secondPattern(weights: LazyWeights, { tokens: [a, b] }: Inputs): Lazy {
  const [first, second] = residualInputs(weights);
  const tokens = first.shape[0];
  const [heads, , dHead] = weights['blocks.0.attn.W_Q'].shape as [number, number, number];
  const part = (x: Lazy, letter: 'Q' | 'K') => {
    const product = matmul(x, weights[`blocks.0.attn.W_${letter}`]); // [head, p, d_head]
    const bias = weights[`blocks.0.attn.b_${letter}`];
    return bias === undefined ? product : add(product, reshape(bias, [heads, 1, dHead]));
  };
  const query = mul(part(second, 'Q'), 1 / Math.sqrt(dHead));
  const onFirst = matmul(query, swapLast(part(first, 'K'))); // [head, b, a]
  const onItself = matmul(
    reshape(query, [heads, tokens, 1, dHead]),
    reshape(part(second, 'K'), [heads, tokens, dHead, 1])
  ); // [head, b, 1, 1]
  const shape = [heads, tokens, tokens, 1];
  const scores = concat([reshape(onFirst, shape), broadcastTo(onItself, shape)], 3);
  const table = transpose(softmax(scores, 3), [1, 2, 0, 3]); // [b, a, head, 2]
  const places = Int32Array.from(a, (token, i) => b[i] * tokens + token);
  const rows = gather(reshape(table, [tokens ** 2, heads * 2]), integers(places));
  return reshape(rows, [a.length, heads, 2]);
}
