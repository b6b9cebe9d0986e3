import { UserError } from '../error/user-error.ts';
import { type Layout, type Parameters, taskOf } from '../task/index.ts';
import { printable } from '../text/printable.ts';
import { shortened } from '../text/shortened.ts';
import { findArchitecture } from './architectures.ts';
import { type Activation, ROTARY_BASE } from './decoder/settings.ts';
import type { Model } from './model.ts';

/** config.json of a run. */
type Config = Readonly<Record<string, unknown>>;

/** Values of a key under which a model computes what ours does; null for "not given". */
type Accepted = Readonly<Record<string, readonly unknown[]>>;

const off = [null, false];

/**
 * Keys of the Python workbench and of TransformerLens that change what the transformer computes.
 */
const transformerKeys: Accepted = {
  n_layers: [1, 2, 3, 4, null],
  act_fn: ['relu', 'gelu', 'silu', null],
  normalization_type: [null, 'none', 'ln', 'rms'],
  positional_embedding_type: ['standard', 'rotary', null],
  gated_mlp: [null, false, true],
  tie_word_embeddings: [null, false, true],
  attention_dir: ['causal', null],
  use_attn_scale: [true, null],
  attn_only: off,
  parallel_attn_mlp: off,
  final_rms: off,
  use_local_attn: off,
  scale_attn_by_inverse_layer_idx: off,
  use_normalization_before_and_after: off,
  post_embedding_ln: off,
  num_experts: [null],
  attn_types: [null],
  window_size: [null],
  rotary_base: [null, ROTARY_BASE],
  rotary_adjacent_pairs: off
};

/** Keys that training takes from no recipe, with what it trains. */
const trainedKeys: Accepted = {
  act_fn: ['relu', null],
  normalization_type: [null, 'none'],
  positional_embedding_type: ['standard', null],
  gated_mlp: off,
  tie_word_embeddings: off,
  n_key_value_heads: [null]
};

/**
 * Throws a UserError where a config.json describes a transformer that can be analyzed but not be
 * trained on by a recipe, naming the key.
 */
export function checkTrainable(config: Config): void {
  if (typeof config.architecture === 'string') return;
  for (const [key, values] of Object.entries(trainedKeys)) {
    const value = config[key] ?? null;
    const isPlainHeads = key === 'n_key_value_heads' && value === config.n_heads;
    const same = typeof value === 'string' ? value.toLowerCase() : value;
    if (isPlainHeads || values.includes(same)) continue;
    throw new UserError(
      `cannot train ${key} in config.json: ${shown(value)}`,
      'analyze it, or train a variant of a family of grokscope'
    );
  }
}

const norms = { none: 'none', ln: 'layer', rms: 'rms' } as const;

const mlpKeys: Accepted = {
  n_layers: [1, 2, null],
  act_fn: ['relu', null],
  bias: off,
  use_bias: off
};

/** Soft caps: −1 and below means none. */
const caps = ['attn_scores_soft_cap', 'output_logits_soft_cap'] as const;

/**
 * Returns the model that a config.json describes: the MLP families name their architecture,
 * transformers their sizes. Throws UserError on a model that grokscope does not compute (another
 * activation, layer norm, two layers …), naming the key and what is supported, and on sizes that
 * are absent or contradict each other.
 */
export function modelOfConfig(config: Config, layout: Layout): Model {
  const { architecture } = config;
  const { length, tokens } = layout;
  const size = (key: string, fallback?: number): number => {
    const value = config[key] ?? fallback;
    if (typeof value === 'number' && Number.isInteger(value) && value > 0) return value;
    if (value !== undefined && value !== null)
      throw new UserError(
        `invalid ${key} in config.json: ${shown(value)}`,
        'expected a whole number from 1'
      );
    throw new UserError(
      `missing ${key} in config.json`,
      'copy config.json again from where the run was trained'
    );
  };
  if (typeof architecture === 'string') {
    const found = findArchitecture(architecture);
    check(config, mlpKeys);
    agree('vocab_size', config.vocab_size, [tokens], 'the numbers of the task');
    const sizes = { dModel: size('d_embed', 1), heads: size('n_heads', 1), dMlp: size('d_hidden') };
    return found.build({ length, tokens, answers: layout.answers, ...sizes });
  }
  check(config, transformerKeys);
  for (const key of caps)
    if (typeof config[key] === 'number' && config[key] > 0)
      throw unsupported(key, config[key], [null]);
  const [dModel, heads, dMlp] = [size('d_model'), size('n_heads'), size('d_mlp')];
  const answers = size('d_vocab_out', layout.answers);
  agree('d_head', config.d_head, [dModel / heads], 'd_model / n_heads');
  agree('rotary_dim', config.rotary_dim, [dModel / heads], 'd_model / n_heads');
  agree('attn_scale', config.attn_scale, [Math.sqrt(dModel / heads), -1], '√d_head');
  agree('n_ctx', config.n_ctx, [length + 1], 'the tokens of an input and “=”');
  agree('d_vocab', config.d_vocab, [tokens + 1], 'the numbers of the task and “=”');
  if (answers < layout.answers)
    agree('d_vocab_out', answers, [layout.answers], 'the answers of the task');
  const { trained_biases: biases = [] } = config;
  const names = Array.isArray(biases) ? biases.filter((name) => typeof name === 'string') : [];
  const word = <W extends string>(key: string, usual: W): W =>
    (typeof config[key] === 'string' ? config[key].toLowerCase() : usual) as W;
  return findArchitecture('transformer').build({
    length,
    tokens,
    dModel,
    heads,
    dMlp,
    answers,
    biases: names,
    layers: size('n_layers', 1),
    keyValueHeads: size('n_key_value_heads', heads),
    positions:
      word<string>('positional_embedding_type', 'standard') === 'rotary' ? 'rotary' : 'learned',
    norm: norms[word<keyof typeof norms>('normalization_type', 'none')],
    epsilon: typeof config.eps === 'number' ? config.eps : 1e-5,
    activation: word<Activation>('act_fn', 'relu'),
    isGated: config.gated_mlp === true,
    isTied: config.tie_word_embeddings === true
  });
}

/** Returns the number of layers that a config.json tells; 1 for MLPs and where it tells none. */
export function layerCount({ n_layers: layers, architecture }: Config): number {
  return typeof layers === 'number' && !architecture ? layers : 1;
}

const known = new WeakMap<Config, readonly string[] | null>();

/**
 * Returns the names of the trained weights of the model that a config.json describes; null where
 * grokscope does not know it.
 */
export function trainedWeights(config: Config): readonly string[] | null {
  const found = known.get(config);
  if (found !== undefined) return found;
  const names = namesOfConfig(config);
  known.set(config, names);
  return names;
}

function namesOfConfig(config: Config): readonly string[] | null {
  try {
    return modelOfConfig(config, taskOf(config).layout(config as Parameters)).weights.map(
      ({ name }) => name
    );
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

function check(config: Config, accepted: Accepted): void {
  for (const [key, values] of Object.entries(accepted)) {
    const value = config[key] ?? null;
    const same = typeof value === 'string' ? value.toLowerCase() : value;
    if (!values.includes(same)) throw unsupported(key, value, values);
  }
}

/** Throws where a key is given and is none of the values that the others make it. */
function agree(key: string, value: unknown, expected: readonly number[], why: string): void {
  if (value === undefined || value === null) return;
  const near = (wanted: number) =>
    typeof value === 'number' && Math.abs(value - wanted) < 1e-6 * Math.abs(wanted);
  if (expected.some(near)) return;
  throw new UserError(
    `unsupported ${key} in config.json: ${shown(value)}`,
    `supported: ${expected[0]}, that is ${why}; stored artifacts and losses can be shown`
  );
}

function unsupported(key: string, value: unknown, values: readonly unknown[]): UserError {
  const words = values.filter((one) => one !== null).map(String);
  return new UserError(
    `unsupported ${key} in config.json: ${shown(value)}`,
    `supported: ${words.length > 0 ? words.join(' or ') : 'none'}; stored artifacts and losses can be shown`
  );
}

function shown(value: unknown): string {
  return printable(shortened(typeof value === 'string' ? value : JSON.stringify(value), 60));
}
