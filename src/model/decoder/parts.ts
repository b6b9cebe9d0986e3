import {
  add,
  broadcastTo,
  concat,
  constant,
  div,
  erf,
  type Lazy,
  matmul,
  mean,
  mul,
  relu,
  reshape,
  silu,
  slice,
  sqrt,
  square,
  sub,
  swapLast,
  transpose
} from '../../engine/index.ts';
import type { LazyWeights } from '../model.ts';
import { type DecoderSettings, ROTARY_BASE } from './settings.ts';

/** A weight of one block by its name after `blocks.<layer>.`. */
export type BlockWeight = (name: string) => Lazy;

/**
 * Returns what makes the queries, keys or values of all heads of rows [r, d_model], [r, head ·
 * d_head]; key/value heads are repeated for every head that shares them.
 */
export function projection(
  { heads, keyValueHeads, dHead, dModel }: DecoderSettings,
  of: BlockWeight,
  letter: 'Q' | 'K' | 'V'
): (rows: Lazy) => Lazy {
  const underscore = letter !== 'Q' && keyValueHeads < heads ? '_' : '';
  const own = repeated(of(`attn.${underscore}W_${letter}`), heads);
  const matrix = reshape(transpose(own, [1, 0, 2]), [dModel, heads * dHead]);
  const bias = of(`attn.${underscore}b_${letter}`);
  const row = bias && reshape(repeated(reshape(bias, [-1, 1, dHead]), heads), [1, heads * dHead]);
  return (rows) => biased(matmul(rows, matrix), row);
}

/** [kv, …, …], each once for every head that shares it. */
function repeated(x: Lazy, heads: number): Lazy {
  const [count, rows, columns] = x.shape as [number, number, number];
  if (count === heads) return x;
  const wide = broadcastTo(reshape(x, [count, 1, rows, columns]), [
    ...[count, heads / count],
    ...[rows, columns]
  ]);
  return reshape(wide, [heads, rows, columns]);
}

/** What attention brings to rows that mix the values [r, head · d_head], [r, d_model]. */
export function attentionOutput(
  { heads, dHead, dModel }: DecoderSettings,
  of: BlockWeight,
  mixed: Lazy
): Lazy {
  const output = reshape(of('attn.W_O'), [heads * dHead, dModel]);
  return biased(matmul(mixed, output), of('attn.b_O'));
}

/**
 * The MLP of rows [r, d_model]: what the activation is taken of (x W_in, with a gate x W_gate), the
 * neurons, [r, d_mlp], and what they bring, [r, d_model].
 */
export function mlpParts(
  { activation, isGated }: DecoderSettings,
  of: BlockWeight,
  rows: Lazy
): { readonly pre: Lazy; readonly post: Lazy; readonly out: Lazy } {
  const into = biased(matmul(rows, of('mlp.W_in')), of('mlp.b_in'));
  const pre = isGated ? matmul(rows, of('mlp.W_gate')) : into;
  const active = activations[activation](pre);
  const post = isGated ? mul(active, into) : active;
  return { pre, post, out: biased(matmul(post, of('mlp.W_out')), of('mlp.b_out')) };
}

const activations: Readonly<Record<DecoderSettings['activation'], (x: Lazy) => Lazy>> = {
  relu,
  silu,
  gelu: (x) => mul(mul(x, 0.5), add(erf(mul(x, Math.SQRT1_2)), 1))
};

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

/**
 * Rotary positions: the halves (x₁, x₂) of each head's vector at position t become (x₁ cos − x₂
 * sin, x₂ cos + x₁ sin) of the angles t·θ^(−2j/d_head) (Su et al. 2021, in LLaMA's layout). Of x
 * [..., position, d_head] with these positions.
 */
export function rotated(x: Lazy, positions: readonly number[]): Lazy {
  const axis = x.shape.length - 1;
  const dHead = x.shape[axis];
  const half = dHead / 2;
  const angles = positions.flatMap((t) =>
    Array.from({ length: half }, (_, j) => t * ROTARY_BASE ** ((-2 * j) / dHead))
  );
  const shape = [...x.shape.slice(0, -2).map(() => 1), positions.length, half];
  const [cosine, sine] = [Math.cos, Math.sin].map((f) =>
    constant(Float32Array.from(angles, f), shape)
  ) as [Lazy, Lazy];
  const [first, second] = [slice(x, [0], [half], [axis]), slice(x, [half], [dHead], [axis])];
  return concat(
    [sub(mul(first, cosine), mul(second, sine)), add(mul(second, cosine), mul(first, sine))],
    axis
  );
}

/** The logits of rows [r, d_model] of the residual stream, [r, answers]. */
export function unembedded(settings: DecoderSettings, weights: LazyWeights, rows: Lazy): Lazy {
  const { answers, isTied } = settings;
  const unembedding = isTied
    ? swapLast(slice(weights['embed.W_E'], [0], [answers]))
    : weights['unembed.W_U'];
  const read = normed(settings, weights, 'ln_final', rows);
  return biased(matmul(read, unembedding), weights['unembed.b_U']);
}

function biased(x: Lazy, bias: Lazy | undefined): Lazy {
  return bias === undefined ? x : add(x, bias);
}
