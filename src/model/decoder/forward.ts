import {
  add,
  constant,
  gather,
  integers,
  type Lazy,
  matmul,
  mul,
  reshape,
  slice,
  softmax,
  swapLast,
  transpose
} from '../../engine/index.ts';
import type { LazyWeights } from '../model.ts';
import {
  attentionOutput,
  type BlockWeight,
  mlpParts,
  normed,
  projection,
  rotated
} from './parts.ts';
import type { DecoderSettings } from './settings.ts';

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
  const of: BlockWeight = (name) => weights[`blocks.${layer}.${name}`];
  const { heads, dHead, dModel, dMlp } = settings;
  const [n, context] = residBefore.shape as [number, number, number];
  const queries = isNarrow ? 1 : context;
  const last = (x: Lazy) => (isNarrow ? slice(x, [context - 1], [context], [1]) : x);
  const input = normed(settings, weights, `blocks.${layer}.ln1`, residBefore);
  const { pattern, mixed } = attention(settings, of, last(input), input);

  const flat = reshape(transpose(mixed, [0, 2, 1, 3]), [n * queries, heads * dHead]);
  const attnOut = reshape(attentionOutput(settings, of, flat), [n, queries, dModel]);
  const residBetween = add(last(residBefore), attnOut);
  const read = normed(settings, weights, `blocks.${layer}.ln2`, residBetween);
  const { pre, post, out } = mlpParts(settings, of, reshape(read, [n * queries, dModel]));
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

/** Causal attention of the last positions, those of `from`, to all of `to`, scaled by 1/√d_head. */
function attention(
  settings: DecoderSettings,
  of: BlockWeight,
  from: Lazy,
  to: Lazy
): { readonly pattern: Lazy; readonly mixed: Lazy } {
  const { heads, dHead, dModel, positions } = settings;
  const [n, context] = to.shape as [number, number, number];
  const queries = from.shape[1];
  const part = (x: Lazy, letter: 'Q' | 'K' | 'V'): Lazy => {
    const rows = projection(settings, of, letter)(reshape(x, [-1, dModel]));
    return transpose(reshape(rows, [n, x.shape[1], heads, dHead]), [0, 2, 1, 3]);
  };
  const placed = (x: Lazy): Lazy => {
    const first = context - x.shape[2];
    const places = Array.from({ length: x.shape[2] }, (_, i) => first + i);
    return positions === 'rotary' ? rotated(x, places) : x;
  };
  const query = mul(placed(part(from, 'Q')), 1 / Math.sqrt(dHead));
  const scores = matmul(query, swapLast(placed(part(to, 'K')))); // [n, head, query, key]
  const pattern = softmax(queries === 1 ? scores : masked(scores), 3);
  return { pattern, mixed: matmul(pattern, part(to, 'V')) };
}

/** Scores [n, head, query, key] with −10⁹ for later keys: its exponential is 0. */
function masked(scores: Lazy): Lazy {
  const [queries, keys] = scores.shape.slice(2) as [number, number];
  const later = Float32Array.from({ length: queries * keys }, (_, i) =>
    i % keys > Math.floor(i / keys) ? -1e9 : 0
  );
  return add(scores, constant(later, [1, 1, queries, keys]));
}
