import {
  add,
  broadcastTo,
  concat,
  constant,
  div,
  erf,
  gather,
  integers,
  type Lazy,
  matmul,
  mean,
  mul,
  relu,
  reshape,
  sigmoid,
  slice,
  softmax,
  sqrt,
  square,
  sub,
  swapLast,
  transpose
} from '../../engine/index.ts';
import type { LazyWeights } from '../model.ts';
import { type DecoderSettings, ROTARY_BASE } from './settings.ts';

/** Sequences of tokens, [count, context], one after another. */
export interface Sequences {
  readonly tokens: Int32Array;
  readonly count: number;
}

/**
 * What a block makes of the residual stream [n, position, d_model]. Where only the last position is
 * read afterwards, its queries are of that position alone: [n, 1, …].
 */
export interface BlockParts {
  readonly residBefore: Lazy;
  /** [n, head, query, key]; zero for later keys. */
  readonly pattern: Lazy;
  /** Mixed values, [n, head, query, d_head]. */
  readonly mixed: Lazy;
  readonly attnOut: Lazy;
  readonly residBetween: Lazy;
  /** What the activation is taken of, [n, query, d_mlp]: x W_in, with a gate x W_gate. */
  readonly mlpPre: Lazy;
  readonly mlpPost: Lazy;
  readonly mlpOut: Lazy;
  readonly residAfter: Lazy;
}

/**
 * Returns what every block makes of the sequences, the last one of the last position only unless
 * `isWhole`.
 */
export function decoderBlocks(
  settings: DecoderSettings,
  weights: LazyWeights,
  sequences: Sequences,
  isWhole = false
): readonly BlockParts[] {
  const blocks: BlockParts[] = [];
  let resid = embedded(settings, weights, sequences);
  for (let layer = 0; layer < settings.layers; layer++) {
    const isNarrow = !isWhole && layer === settings.layers - 1;
    const parts = block(settings, weights, layer, resid, isNarrow);
    blocks.push(parts);
    resid = parts.residAfter;
  }
  return blocks;
}

/** Returns the logits after the last block, [n, query, answers]. */
export function decoderLogits(
  settings: DecoderSettings,
  weights: LazyWeights,
  blocks: readonly BlockParts[]
): Lazy {
  const { answers, isTied, dModel } = settings;
  const resid = normed(settings, weights, 'ln_final', (blocks.at(-1) as BlockParts).residAfter);
  const unembedding = isTied
    ? swapLast(slice(weights['embed.W_E'], [0], [answers]))
    : weights['unembed.W_U'];
  const [n, queries] = resid.shape as [number, number, number];
  const product = matmul(reshape(resid, [n * queries, dModel]), unembedding);
  return reshape(biased(product, weights['unembed.b_U']), [n, queries, answers]);
}

function embedded(
  { context, dModel, positions }: DecoderSettings,
  weights: LazyWeights,
  { tokens, count }: Sequences
): Lazy {
  const rows = reshape(gather(weights['embed.W_E'], integers(tokens)), [count, context, dModel]);
  if (positions === 'rotary') return rows;
  return add(rows, reshape(weights['pos_embed.W_pos'], [1, context, dModel]));
}

function block(
  settings: DecoderSettings,
  weights: LazyWeights,
  layer: number,
  residBefore: Lazy,
  isNarrow: boolean
): BlockParts {
  const of = (name: string): Lazy => weights[`blocks.${layer}.${name}`];
  const { heads, dHead, dModel, dMlp, isGated } = settings;
  const [n, context] = residBefore.shape as [number, number, number];
  const queries = isNarrow ? 1 : context;
  const last = (x: Lazy) => (isNarrow ? slice(x, [context - 1], [context], [1]) : x);
  const input = normed(settings, weights, `blocks.${layer}.ln1`, residBefore);
  const { pattern, mixed } = attention(settings, of, last(input), input);

  const output = reshape(of('attn.W_O'), [heads * dHead, dModel]);
  const flat = reshape(transpose(mixed, [0, 2, 1, 3]), [n * queries, heads * dHead]);
  const attnOut = reshape(biased(matmul(flat, output), of('attn.b_O')), [n, queries, dModel]);
  const residBetween = add(last(residBefore), attnOut);

  const normedBetween = normed(settings, weights, `blocks.${layer}.ln2`, residBetween);
  const read = reshape(normedBetween, [n * queries, dModel]);
  const into = biased(matmul(read, of('mlp.W_in')), of('mlp.b_in'));
  const pre = isGated ? matmul(read, of('mlp.W_gate')) : into;
  const active = activated(settings, pre);
  const post = isGated ? mul(active, into) : active;
  const out = biased(matmul(post, of('mlp.W_out')), of('mlp.b_out'));
  const shaped = (x: Lazy, width: number) => reshape(x, [n, queries, width]);
  const mlpOut = shaped(out, dModel);
  return {
    residBefore,
    pattern,
    mixed,
    attnOut,
    residBetween,
    mlpPre: shaped(pre, dMlp),
    mlpPost: shaped(post, dMlp),
    mlpOut,
    residAfter: add(residBetween, mlpOut)
  };
}

/** Causal attention of the last `queries` positions to all, scaled by 1/√d_head. */
function attention(
  settings: DecoderSettings,
  of: (name: string) => Lazy,
  from: Lazy,
  to: Lazy
): { readonly pattern: Lazy; readonly mixed: Lazy } {
  const { heads, keyValueHeads, dHead, dModel, positions } = settings;
  const [n, context] = to.shape as [number, number, number];
  const queries = from.shape[1];
  const shared = keyValueHeads < heads ? '_' : '';
  const part = (x: Lazy, count: number, letter: string, underscore: string): Lazy => {
    const matrix = transpose(of(`attn.${underscore}W_${letter}`), [1, 0, 2]);
    const rows = reshape(x, [-1, dModel]);
    const bias = of(`attn.${underscore}b_${letter}`);
    const product = matmul(rows, reshape(matrix, [dModel, count * dHead]));
    const shifted = biased(product, bias && reshape(bias, [count * dHead]));
    return transpose(reshape(shifted, [n, x.shape[1], count, dHead]), [0, 2, 1, 3]);
  };
  const turned = (x: Lazy) => (positions === 'rotary' ? rotated(x, context) : x);
  const query = mul(turned(part(from, heads, 'Q', '')), 1 / Math.sqrt(dHead));
  const key = repeated(turned(part(to, keyValueHeads, 'K', shared)), heads);
  const value = repeated(part(to, keyValueHeads, 'V', shared), heads);
  const scores = matmul(query, swapLast(key)); // [n, head, query, key]
  const pattern = softmax(queries === 1 ? scores : masked(scores), 3);
  return { pattern, mixed: matmul(pattern, value) };
}

/** Each head of keys or values, [n, kv, position, d_head], once for every head that shares it. */
function repeated(x: Lazy, heads: number): Lazy {
  const [n, count, context, dHead] = x.shape as [number, number, number, number];
  if (count === heads) return x;
  const times = heads / count;
  const rows = broadcastTo(reshape(x, [n, count, 1, context, dHead]), [
    ...[n, count, times],
    ...[context, dHead]
  ]);
  return reshape(rows, [n, heads, context, dHead]);
}

/** Scores [n, head, query, key] with −10⁹ for later keys: its exponential is 0. */
function masked(scores: Lazy): Lazy {
  const [queries, keys] = scores.shape.slice(2) as [number, number];
  const later = Float32Array.from({ length: queries * keys }, (_, i) =>
    i % keys > Math.floor(i / keys) ? -1e9 : 0
  );
  return add(scores, constant(later, [1, 1, queries, keys]));
}

/**
 * Rotary positions: the halves (x₁, x₂) of each head's vector at position t become (x₁ cos − x₂
 * sin, x₂ cos + x₁ sin) of the angles t·θ^(−2j/d_head) (Su et al. 2021, in LLaMA's layout). The
 * rows are the last ones of the context.
 */
function rotated(x: Lazy, context: number): Lazy {
  const [, , rows, dHead] = x.shape as [number, number, number, number];
  const half = dHead / 2;
  const angle = (i: number) =>
    (context - rows + Math.floor(i / half)) * ROTARY_BASE ** ((-2 * (i % half)) / dHead);
  const table = (f: (angle: number) => number) =>
    constant(
      Float32Array.from({ length: rows * half }, (_, i) => f(angle(i))),
      [1, 1, rows, half]
    );
  const [cosine, sine] = [table(Math.cos), table(Math.sin)];
  const first = slice(x, [0], [half], [3]);
  const second = slice(x, [half], [dHead], [3]);
  return concat(
    [sub(mul(first, cosine), mul(second, sine)), add(mul(second, cosine), mul(first, sine))],
    3
  );
}

/** Layer or RMS norm over the last axis, with the scale (and shift) of that name. */
export function normed(
  { norm, epsilon }: DecoderSettings,
  weights: LazyWeights,
  name: string,
  x: Lazy
): Lazy {
  if (norm === 'none') return x;
  const axis = x.shape.length - 1;
  const centred = norm === 'layer' ? sub(x, mean(x, [axis], true)) : x;
  const scale = sqrt(add(mean(square(centred), [axis], true), epsilon));
  const scaled = mul(div(centred, scale), weights[`${name}.w`]);
  return norm === 'layer' ? add(scaled, weights[`${name}.b`]) : scaled;
}

/** The activation of MLPs. */
export function activated({ activation }: DecoderSettings, x: Lazy): Lazy {
  if (activation === 'relu') return relu(x);
  if (activation === 'silu') return mul(x, sigmoid(x));
  return mul(mul(x, 0.5), add(erf(mul(x, Math.SQRT1_2)), 1));
}

/** x with a bias, where there is one. */
export function biased(x: Lazy, bias: Lazy | undefined): Lazy {
  return bias === undefined ? x : add(x, bias);
}
