import {
  add,
  div,
  erf,
  type Lazy,
  matmul,
  mean,
  mul,
  relu,
  reshape,
  rmsNorm,
  silu,
  slice,
  sqrt,
  square,
  sub,
  swapLast,
  tanh,
  transpose
} from '../../engine/index.ts';
import type { LanguageActivation, LanguageSettings } from './settings.ts';
import { fromPast, fromStart, type PastPositions, type Sight } from './sight.ts';

/** The tensors of a block by their names after the block's, as nodes of a graph. */
export type BlockWeights = Readonly<Record<string, Lazy>>;

const activations: Readonly<Record<LanguageActivation, (x: Lazy) => Lazy>> = {
  relu,
  silu,
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
  return blockOf(settings, weights, x, fromStart(settings, x.shape[1], from));
}

/**
 * As {@link languageBlock}, with the keys and values of the positions that it is given, [n, key
 * head, position, head width]; these come after past ones, where there are some.
 */
export function cachedBlock(
  settings: LanguageSettings,
  weights: BlockWeights,
  x: Lazy,
  past?: PastPositions
): { readonly after: Lazy; readonly keys: Lazy; readonly values: Lazy } {
  const sight = past ? fromPast(settings, past) : fromStart(settings, x.shape[1], 0);
  let kept: readonly [Lazy, Lazy] | undefined;
  const after = blockOf(settings, weights, x, {
    ...sight,
    mix(query, keys, values) {
      kept = [keys, values];
      return sight.mix(query, keys, values);
    }
  });
  const [keys, values] = kept!;
  return { after, keys, values };
}

function blockOf(settings: LanguageSettings, weights: BlockWeights, x: Lazy, sight: Sight): Lazy {
  if (settings.type === 'gpt2') return gpt2Block(settings, weights, x, sight);
  return settings.type === 'gpt_neox'
    ? neoxBlock(settings, weights, x, sight)
    : llamaBlock(settings, weights, x, sight);
}

/** RMS norm without a bias, layer norm with one, over the last axis. */
export function languageNorm(x: Lazy, epsilon: number, weight: Lazy, bias?: Lazy): Lazy {
  if (bias === undefined) return rmsNorm(x, weight, epsilon);
  const axis = x.shape.length - 1;
  const centred = sub(x, mean(x, [axis], true));
  const scale = sqrt(add(mean(square(centred), [axis], true), epsilon));
  return add(mul(div(centred, scale), weight), bias);
}

function gpt2Block(settings: LanguageSettings, weights: BlockWeights, x: Lazy, sight: Sight): Lazy {
  const { epsilon, width, activation } = settings;
  const norm = (name: string, y: Lazy) =>
    languageNorm(y, epsilon, weights[`${name}.weight`], weights[`${name}.bias`]);
  const linear = (name: string, rows: Lazy) =>
    add(matmul(rows, weights[`${name}.weight`]), weights[`${name}.bias`]);
  const joint = linear('attn.c_attn', flat(norm('ln_1', x))); // [n·position, 3·width]
  const part = (i: number) => slice(joint, [i * width], [(i + 1) * width], [1]);
  const [query, keys, values] = [0, 1, 2].map((i) => byHead(settings, part(i), x)) as [
    Lazy,
    Lazy,
    Lazy
  ];
  const asked = after(x, sight.from);
  const mixed = sight.mix(query, keys, values);
  const between = add(asked, like(asked, linear('attn.c_proj', mixed)));
  const neurons = activations[activation](linear('mlp.c_fc', flat(norm('ln_2', between))));
  return add(between, like(asked, linear('mlp.c_proj', neurons)));
}

function neoxBlock(settings: LanguageSettings, weights: BlockWeights, x: Lazy, sight: Sight): Lazy {
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
  const asked = after(x, sight.from);
  const mixed = sight.mix(sight.turn(part(0)), sight.turn(part(1)), part(2));
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
  sight: Sight
): Lazy {
  const { epsilon, heads, keyValueHeads, activation } = settings;
  const norm = (name: string, y: Lazy) => languageNorm(y, epsilon, weights[`${name}.weight`]);
  const rows = flat(norm('input_layernorm', x));
  const part = (letter: string, count: number) => {
    const all = byHead(settings, linearOf(weights, `self_attn.${letter}_proj`, rows), x, count);
    const scale = weights[`self_attn.${letter}_norm.weight`];
    return scale === undefined ? all : languageNorm(all, epsilon, scale);
  };
  const asked = after(x, sight.from);
  const mixed = sight.mix(
    sight.turn(part('q', heads)),
    sight.turn(part('k', keyValueHeads)),
    part('v', keyValueHeads)
  );
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

/** [n, position, width] of the positions from one on. */
function after(x: Lazy, from: number): Lazy {
  return from === 0 ? x : slice(x, [from], [x.shape[1]], [1]);
}
