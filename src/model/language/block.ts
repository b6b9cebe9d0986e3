import {
  add,
  broadcastTo,
  concat,
  constant,
  div,
  erf,
  exp,
  type Lazy,
  matmul,
  mean,
  mul,
  neg,
  relu,
  reshape,
  slice,
  softmax,
  sqrt,
  square,
  sub,
  swapLast,
  tanh,
  transpose
} from '../../engine/index.ts';
import type { LanguageActivation, LanguageSettings } from './settings.ts';

/** The tensors of a block by their names after the block's, as nodes of a graph. */
export type BlockWeights = Readonly<Record<string, Lazy>>;

/** Queries, keys and values, each [n, head, position, head width]. */
type Heads = readonly [Lazy, Lazy, Lazy];

const activations: Readonly<Record<LanguageActivation, (x: Lazy) => Lazy>> = {
  relu,
  // Not x·σ(x): ONNX Runtime makes that an op which float64 does not have.
  silu: (x) => div(x, add(exp(neg(x)), 1)),
  gelu: (x) => mul(mul(x, 0.5), add(erf(mul(x, Math.SQRT1_2)), 1)),
  gelu_tanh: (x) => {
    const cubic = mul(mul(square(x), x), 0.044715);
    return mul(mul(x, 0.5), add(tanh(mul(add(x, cubic), Math.sqrt(2 / Math.PI))), 1));
  }
};

/**
 * Returns the residual stream after a block, [n, position, width], of that before it. Every
 * position sees itself and those before, so that what stands behind the end of a shorter sequence
 * changes nothing. `from` leaves out what comes of the positions before it: of a last block they
 * may not be asked.
 */
export function languageBlock(
  settings: LanguageSettings,
  weights: BlockWeights,
  x: Lazy,
  from = 0
): Lazy {
  if (settings.type === 'gpt2') return gpt2Block(settings, weights, x, from);
  return settings.type === 'gpt_neox'
    ? neoxBlock(settings, weights, x, from)
    : llamaBlock(settings, weights, x, from);
}

/** RMS norm without a bias, layer norm with one, over the last axis. */
export function languageNorm(x: Lazy, epsilon: number, weight: Lazy, bias?: Lazy): Lazy {
  const axis = x.shape.length - 1;
  const centred = bias === undefined ? x : sub(x, mean(x, [axis], true));
  const scale = sqrt(add(mean(square(centred), [axis], true), epsilon));
  const scaled = mul(div(centred, scale), weight);
  return bias === undefined ? scaled : add(scaled, bias);
}

function gpt2Block(settings: LanguageSettings, weights: BlockWeights, x: Lazy, from: number): Lazy {
  const { epsilon, width, activation } = settings;
  const norm = (name: string, y: Lazy) =>
    languageNorm(y, epsilon, weights[`${name}.weight`], weights[`${name}.bias`]);
  const linear = (name: string, rows: Lazy) =>
    add(matmul(rows, weights[`${name}.weight`]), weights[`${name}.bias`]);
  const joint = linear('attn.c_attn', flat(norm('ln_1', x))); // [n·position, 3·width]
  const part = (i: number) => slice(joint, [i * width], [(i + 1) * width], [1]);
  const heads = [0, 1, 2].map((i) => byHead(settings, part(i), x)) as never;
  const asked = after(x, from);
  const between = add(asked, like(asked, linear('attn.c_proj', attended(settings, heads, from))));
  const neurons = activations[activation](linear('mlp.c_fc', flat(norm('ln_2', between))));
  return add(between, like(asked, linear('mlp.c_proj', neurons)));
}

function neoxBlock(settings: LanguageSettings, weights: BlockWeights, x: Lazy, from: number): Lazy {
  const { epsilon, heads, headWidth, activation, isParallel } = settings;
  const [n, positions] = x.shape as [number, number, number];
  const norm = (name: string, y: Lazy) =>
    languageNorm(y, epsilon, weights[`${name}.weight`], weights[`${name}.bias`]);
  const joint = reshape(
    linearOf(weights, 'attention.query_key_value', flat(norm('input_layernorm', x))),
    [n, positions, heads, 3 * headWidth]
  );
  const part = (i: number) =>
    transpose(slice(joint, [i * headWidth], [(i + 1) * headWidth], [3]), [0, 2, 1, 3]);
  const turned = [turn(settings, part(0)), turn(settings, part(1)), part(2)] as const;
  const asked = after(x, from);
  const mixed = attended(settings, turned, from);
  const attention = like(asked, linearOf(weights, 'attention.dense', mixed));
  const read = isParallel ? asked : add(asked, attention);
  const neurons = activations[activation](
    linearOf(weights, 'mlp.dense_h_to_4h', flat(norm('post_attention_layernorm', read)))
  );
  const brought = like(asked, linearOf(weights, 'mlp.dense_4h_to_h', neurons));
  return isParallel ? add(add(asked, attention), brought) : add(read, brought);
}

function llamaBlock(
  settings: LanguageSettings,
  weights: BlockWeights,
  x: Lazy,
  from: number
): Lazy {
  const { epsilon, heads, keyValueHeads, activation } = settings;
  const norm = (name: string, y: Lazy) => languageNorm(y, epsilon, weights[`${name}.weight`]);
  const rows = flat(norm('input_layernorm', x));
  const part = (letter: string, count: number) => {
    const all = byHead(settings, linearOf(weights, `self_attn.${letter}_proj`, rows), x, count);
    const scale = weights[`self_attn.${letter}_norm.weight`];
    return scale === undefined ? all : languageNorm(all, epsilon, scale);
  };
  const shared = (y: Lazy) => repeated(y, heads / keyValueHeads);
  const turned = [
    turn(settings, part('q', heads)),
    shared(turn(settings, part('k', keyValueHeads))),
    shared(part('v', keyValueHeads))
  ] as const;
  const asked = after(x, from);
  const mixed = attended(settings, turned, from);
  const between = add(asked, like(asked, linearOf(weights, 'self_attn.o_proj', mixed)));
  const read = flat(norm('post_attention_layernorm', between));
  const gate = activations[activation](linearOf(weights, 'mlp.gate_proj', read));
  const neurons = mul(gate, linearOf(weights, 'mlp.up_proj', read));
  return add(between, like(asked, linearOf(weights, 'mlp.down_proj', neurons)));
}

/** y = x Wᵀ + b, as `nn.Linear` stores W, (out, in). */
function linearOf(weights: BlockWeights, name: string, rows: Lazy): Lazy {
  const product = matmul(rows, swapLast(weights[`${name}.weight`]));
  const bias = weights[`${name}.bias`];
  return bias === undefined ? product : add(product, bias);
}

/** [n, position, width] → [n·position, width] */
function flat(x: Lazy): Lazy {
  return reshape(x, [-1, x.shape[2]]);
}

function like(x: Lazy, rows: Lazy): Lazy {
  return reshape(rows, x.shape);
}

/** Rows [n·position, head·head width] → [n, head, position, head width] */
function byHead({ heads, headWidth }: LanguageSettings, rows: Lazy, x: Lazy, count = heads): Lazy {
  const [n, positions] = x.shape as [number, number, number];
  return transpose(reshape(rows, [n, positions, count, headWidth]), [0, 2, 1, 3]);
}

/** Each head `times` in a row, as heads of queries share them. */
function repeated(x: Lazy, times: number): Lazy {
  if (times === 1) return x;
  const [n, heads, positions, width] = x.shape as [number, number, number, number];
  const wide = broadcastTo(reshape(x, [n, heads, 1, positions, width]), [
    ...[n, heads, times],
    ...[positions, width]
  ]);
  return reshape(wide, [n, heads * times, positions, width]);
}

/** [n, position, width] of the positions from one on. */
function after(x: Lazy, from: number): Lazy {
  return from === 0 ? x : slice(x, [from], [x.shape[1]], [1]);
}

/** What positions from one on mix of themselves and those before, [n·position, head·head width]. */
function attended(
  { heads, headWidth }: LanguageSettings,
  [query, key, value]: Heads,
  from: number
): Lazy {
  const [n, , positions] = query.shape as [number, number, number, number];
  const asked = positions - from;
  const own = from === 0 ? query : slice(query, [from], [positions], [2]);
  const scores = matmul(mul(own, 1 / Math.sqrt(headWidth)), swapLast(key));
  const later = Float32Array.from({ length: asked * positions }, (_, i) =>
    i % positions > from + Math.floor(i / positions) ? -1e9 : 0
  );
  const masked = add(scores, constant(later, [1, 1, asked, positions]));
  const mixed = matmul(softmax(masked, 3), value);
  return reshape(transpose(mixed, [0, 2, 1, 3]), [n * asked, heads * headWidth]);
}

/**
 * Rotary positions on the first part of each head's vector: its halves (x₁, x₂) at position t
 * become (x₁ cos − x₂ sin, x₂ cos + x₁ sin) of the angles t·base^(−2j/width) (Su et al. 2021, in
 * the layout of LLaMA and GPT-NeoX).
 */
function turn({ rotary, headWidth }: LanguageSettings, x: Lazy): Lazy {
  if (rotary === null) return x;
  const { base, width } = rotary;
  const positions = x.shape[2];
  const half = width / 2;
  const angles = Array.from({ length: positions * half }, (_, i) => {
    const [t, j] = [Math.floor(i / half), i % half];
    return t * base ** ((-2 * j) / width);
  });
  const [cosine, sine] = [Math.cos, Math.sin].map((f) =>
    constant(Float64Array.from(angles, f), [1, 1, positions, half])
  ) as [Lazy, Lazy];
  const from = (start: number, end: number) => slice(x, [start], [end], [3]);
  const [first, second] = [from(0, half), from(half, width)];
  const parts = [
    sub(mul(first, cosine), mul(second, sine)),
    add(mul(second, cosine), mul(first, sine))
  ];
  return concat(width === headWidth ? parts : [...parts, from(width, headWidth)], 3);
}
