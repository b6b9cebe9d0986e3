import { UserError } from '../../error/user-error.ts';
import { printable } from '../../text/printable.ts';
import { shortened } from '../../text/shortened.ts';

/** The architectures of Hugging Face folders that are computed here, by `model_type`. */
export const languageModels = ['llama', 'qwen2', 'qwen3', 'gpt2', 'gpt_neox'] as const;

/** One of {@link languageModels}. */
export type LanguageModelType = (typeof languageModels)[number];

/** What an MLP does with its inputs; `gelu_tanh` is the approximation by tanh. */
export type LanguageActivation = 'silu' | 'gelu' | 'gelu_tanh' | 'relu';

/** The sizes and the kinds of a language model, as its config.json tells them. */
export interface LanguageSettings {
  readonly type: LanguageModelType;
  readonly layers: number;
  /** Width of the residual stream. */
  readonly width: number;
  readonly heads: number;
  /** Heads of keys and values, each shared by as many heads of queries. */
  readonly keyValueHeads: number;
  readonly headWidth: number;
  /** Neurons of each MLP. */
  readonly neurons: number;
  /** Rows of the embedding. */
  readonly vocabulary: number;
  /** Most positions of a sequence. */
  readonly context: number;
  /** Added to the variance (layer norm) or the mean square (RMS norm). */
  readonly epsilon: number;
  readonly activation: LanguageActivation;
  /** Base of the rotary angles, and how much of each head they turn; null: learned positions. */
  readonly rotary: { readonly base: number; readonly width: number } | null;
  /** Whether the linear maps of attention (its output apart) and MLP have biases. */
  readonly queryBias: boolean;
  readonly outputBias: boolean;
  readonly mlpBias: boolean;
  /** GPT-NeoX: attention and MLP read the same residual stream. */
  readonly isParallel: boolean;
  /** The unembedding is the embedding. */
  readonly isTied: boolean;
}

type Config = Readonly<Record<string, unknown>>;

const activations: Readonly<Record<string, LanguageActivation>> = {
  silu: 'silu',
  swish: 'silu',
  gelu: 'gelu',
  gelu_new: 'gelu_tanh',
  gelu_pytorch_tanh: 'gelu_tanh',
  gelu_fast: 'gelu_tanh',
  relu: 'relu'
};

/**
 * Returns what a config.json of a Hugging Face folder describes. Throws UserError, by name, on an
 * architecture or a variation of one that is not computed here, and on sizes that are absent or do
 * not fit together.
 */
export function languageSettings(config: Config): LanguageSettings {
  const { model_type: type } = config;
  if (typeof type !== 'string' || !isKnown(type))
    throw new UserError(
      `unsupported model_type in config.json: ${shown(type)}`,
      `supported: ${languageModels.join(', ')}`
    );
  refuse(config);
  const read = reader(config);
  return type === 'gpt2' ? gpt2(config, read) : rotaryModel(type, config, read);
}

function isKnown(type: string): type is LanguageModelType {
  return languageModels.some((known) => known === type);
}

/** What would make another computation of it. */
function refuse(config: Config): void {
  const { quantization_config, rope_scaling, rope_parameters, layer_types } = config;
  const no = (key: string, value: unknown, needed: string): never => {
    throw new UserError(`unsupported ${key} in config.json: ${shown(value)}`, needed);
  };
  if (quantization_config !== undefined && quantization_config !== null)
    no('quantization_config', quantization_config, 'save the model with f32, f16 or bf16 weights');
  for (const [key, given] of Object.entries({ rope_scaling, rope_parameters })) {
    const { rope_type, type = rope_type } = (given ?? {}) as Config;
    if (type !== undefined && type !== null && type !== 'default')
      no(`${key} type`, type, 'supported: rotary positions without scaling');
  }
  if (config.use_sliding_window === true)
    no('use_sliding_window', true, 'supported: attention to all positions before');
  const window = Array.isArray(layer_types)
    ? layer_types.find((one) => one !== 'full_attention')
    : undefined;
  if (window !== undefined)
    no('layer_types', window, 'supported: attention to all positions before');
  for (const key of ['scale_attn_by_inverse_layer_idx', 'add_cross_attention'] as const)
    if (config[key] === true) no(key, true, 'supported: false');
  if (config.scale_attn_weights === false) no('scale_attn_weights', false, 'supported: true');
}

interface Reader {
  count(key: string, usual?: number): number;
  positive(key: string, usual: number): number;
  flag(key: string, usual: boolean): boolean;
  activation(key: string, usual: string): LanguageActivation;
}

function reader(config: Config): Reader {
  const given = (key: string) => config[key] ?? undefined;
  return {
    count(key, usual) {
      const value = given(key) ?? usual;
      if (Number.isSafeInteger(value) && (value as number) > 0 && (value as number) <= 2 ** 24)
        return value as number;
      throw new UserError(
        value === undefined
          ? `missing ${key} in config.json`
          : `invalid ${key} in config.json: ${shown(value)}`,
        'expected a whole number from 1; copy config.json again from where the model was trained'
      );
    },
    positive(key, usual) {
      const value = given(key) ?? usual;
      if (typeof value === 'number' && value > 0 && Number.isFinite(value)) return value;
      throw new UserError(
        `invalid ${key} in config.json: ${shown(value)}`,
        'expected a number > 0'
      );
    },
    flag: (key, usual) => (typeof config[key] === 'boolean' ? config[key] : usual),
    activation(key, usual) {
      const name = given(key) ?? usual;
      if (typeof name === 'string' && Object.hasOwn(activations, name)) return activations[name];
      throw new UserError(
        `unsupported ${key} in config.json: ${shown(name)}`,
        `supported: ${Object.keys(activations).join(', ')}`
      );
    }
  };
}

function gpt2(config: Config, { count, positive, flag, activation }: Reader): LanguageSettings {
  const width = count('n_embd');
  const heads = count('n_head');
  return {
    type: 'gpt2',
    layers: count('n_layer'),
    width,
    heads,
    keyValueHeads: heads,
    headWidth: quotient(width, heads, 'n_embd', 'n_head'),
    neurons: count('n_inner', 4 * width),
    vocabulary: count('vocab_size'),
    context: count('n_positions', (config.n_ctx as number | undefined) ?? 1024),
    epsilon: positive('layer_norm_epsilon', 1e-5),
    activation: activation('activation_function', 'gelu_new'),
    rotary: null,
    queryBias: true,
    outputBias: true,
    mlpBias: true,
    isParallel: false,
    isTied: flag('tie_word_embeddings', true)
  };
}

function rotaryModel(
  type: Exclude<LanguageModelType, 'gpt2'>,
  config: Config,
  { count, positive, flag, activation }: Reader
): LanguageSettings {
  const width = count('hidden_size');
  const heads = count('num_attention_heads');
  const keyValueHeads = type === 'gpt_neox' ? heads : count('num_key_value_heads', heads);
  quotient(heads, keyValueHeads, 'num_attention_heads', 'num_key_value_heads');
  const headWidth =
    type === 'gpt_neox' || (config.head_dim ?? undefined) === undefined
      ? quotient(width, heads, 'hidden_size', 'num_attention_heads')
      : count('head_dim');
  const rope = reader((config.rope_parameters ?? {}) as Config);
  const older = type === 'gpt_neox' ? 'rotary_emb_base' : 'rope_theta';
  const base = rope.positive('rope_theta', positive(older, 10_000));
  const part = rope.positive('partial_rotary_factor', partOf(type, config, positive));
  const isNeox = type === 'gpt_neox';
  const turned = Math.floor(headWidth * part);
  if (turned % 2 !== 0 || turned === 0)
    throw new UserError(
      `rotary positions need an even width: ${turned}`,
      'check head_dim and the rotary share in config.json'
    );
  const attentionBias = flag('attention_bias', isNeox || type === 'qwen2');
  return {
    type,
    layers: count('num_hidden_layers'),
    width,
    heads,
    keyValueHeads,
    headWidth,
    neurons: count('intermediate_size'),
    vocabulary: count('vocab_size'),
    context: count('max_position_embeddings', 2048),
    epsilon: isNeox ? positive('layer_norm_eps', 1e-5) : positive('rms_norm_eps', 1e-6),
    activation: activation('hidden_act', isNeox ? 'gelu' : 'silu'),
    rotary: { base, width: turned },
    queryBias: type === 'qwen2' || attentionBias,
    outputBias: type !== 'qwen2' && attentionBias,
    mlpBias: isNeox || flag('mlp_bias', false),
    isParallel: isNeox && flag('use_parallel_residual', true),
    isTied: flag('tie_word_embeddings', false)
  };
}

function partOf(type: LanguageModelType, config: Config, positive: Reader['positive']): number {
  if (type !== 'gpt_neox') return positive('partial_rotary_factor', 1);
  return positive('rotary_pct', typeof config.rope_parameters === 'object' ? 1 : 0.25);
}

function quotient(whole: number, part: number, wholeKey: string, partKey: string): number {
  if (whole % part === 0) return whole / part;
  throw new UserError(
    `${partKey} does not divide ${wholeKey} in config.json: ${part}, ${whole}`,
    'copy config.json again from where the model was trained'
  );
}

function shown(value: unknown): string {
  return printable(
    shortened(typeof value === 'string' ? value : (JSON.stringify(value) ?? 'absent'), 60)
  );
}
