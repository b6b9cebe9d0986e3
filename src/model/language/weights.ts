import type { LanguageSettings } from './settings.ts';

/** Tensors by the names of the files, with their shapes. */
export type NamedShapes = Readonly<Record<string, readonly number[]>>;

/** What a model has outside its blocks, by the names of the files. */
export interface OuterNames {
  readonly embedding: string;
  /** Learned positions. */
  readonly positions?: string;
  readonly norm: string;
  readonly normBias?: string;
  /** The embedding's where they are tied. */
  readonly unembedding: string;
}

/** The names before those of a block, by the model's type. */
const prefixes: Readonly<Record<LanguageSettings['type'], string>> = {
  llama: 'model.layers.',
  qwen2: 'model.layers.',
  qwen3: 'model.layers.',
  gpt2: 'transformer.h.',
  gpt_neox: 'gpt_neox.layers.'
};

/** Returns the name of a block's tensor in the files: `model.layers.3.mlp.up_proj.weight`. */
export function blockName({ type }: LanguageSettings, layer: number, name: string): string {
  return `${prefixes[type]}${layer}.${name}`;
}

/** Returns the names of the tensors outside the blocks. */
export function outerNames({ type, isTied }: LanguageSettings): OuterNames {
  if (type === 'gpt2')
    return {
      embedding: 'transformer.wte.weight',
      positions: 'transformer.wpe.weight',
      norm: 'transformer.ln_f.weight',
      normBias: 'transformer.ln_f.bias',
      unembedding: isTied ? 'transformer.wte.weight' : 'lm_head.weight'
    };
  if (type === 'gpt_neox')
    return {
      embedding: 'gpt_neox.embed_in.weight',
      norm: 'gpt_neox.final_layer_norm.weight',
      normBias: 'gpt_neox.final_layer_norm.bias',
      unembedding: isTied ? 'gpt_neox.embed_in.weight' : 'embed_out.weight'
    };
  return {
    embedding: 'model.embed_tokens.weight',
    norm: 'model.norm.weight',
    unembedding: isTied ? 'model.embed_tokens.weight' : 'lm_head.weight'
  };
}

/** Returns the tensors outside the blocks with their shapes, by the names of the files. */
export function outerShapes(settings: LanguageSettings): NamedShapes {
  const { vocabulary, width, context } = settings;
  const names = outerNames(settings);
  return {
    [names.embedding]: [vocabulary, width],
    ...(names.positions && { [names.positions]: [context, width] }),
    [names.norm]: [width],
    ...(names.normBias && { [names.normBias]: [width] }),
    [names.unembedding]: [vocabulary, width]
  };
}

/** Returns the tensors of one block with their shapes, by their names after the block's. */
export function blockShapes(settings: LanguageSettings): NamedShapes {
  const { type, width, heads, keyValueHeads, headWidth, neurons } = settings;
  const { queryBias, outputBias, mlpBias } = settings;
  const norm = (name: string) => ({ [`${name}.weight`]: [width], [`${name}.bias`]: [width] });
  const linear = (name: string, out: number, from: number, hasBias: boolean) => ({
    [`${name}.weight`]: [out, from],
    ...(hasBias && { [`${name}.bias`]: [out] })
  });
  if (type === 'gpt2')
    return {
      ...norm('ln_1'),
      'attn.c_attn.weight': [width, 3 * width],
      'attn.c_attn.bias': [3 * width],
      'attn.c_proj.weight': [width, width],
      'attn.c_proj.bias': [width],
      ...norm('ln_2'),
      'mlp.c_fc.weight': [width, neurons],
      'mlp.c_fc.bias': [neurons],
      'mlp.c_proj.weight': [neurons, width],
      'mlp.c_proj.bias': [width]
    };
  if (type === 'gpt_neox')
    return {
      ...norm('input_layernorm'),
      ...norm('post_attention_layernorm'),
      ...linear('attention.query_key_value', 3 * width, width, queryBias),
      ...linear('attention.dense', width, width, outputBias),
      ...linear('mlp.dense_h_to_4h', neurons, width, mlpBias),
      ...linear('mlp.dense_4h_to_h', width, neurons, mlpBias)
    };
  const inner = heads * headWidth;
  const shared = keyValueHeads * headWidth;
  return {
    'input_layernorm.weight': [width],
    ...linear('self_attn.q_proj', inner, width, queryBias),
    ...linear('self_attn.k_proj', shared, width, queryBias),
    ...linear('self_attn.v_proj', shared, width, queryBias),
    ...linear('self_attn.o_proj', width, inner, outputBias),
    ...(type === 'qwen3' && {
      'self_attn.q_norm.weight': [headWidth],
      'self_attn.k_norm.weight': [headWidth]
    }),
    'post_attention_layernorm.weight': [width],
    ...linear('mlp.gate_proj', neurons, width, mlpBias),
    ...linear('mlp.up_proj', neurons, width, mlpBias),
    ...linear('mlp.down_proj', width, neurons, mlpBias)
  };
}

/** A tensor of a language model by its name in the files. */
export interface LanguageTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** −1 outside the blocks. */
  readonly layer: number;
}

/** Returns all tensors of a model: those outside the blocks, then block by block. */
export function languageTensors(settings: LanguageSettings): readonly LanguageTensor[] {
  const outer = Object.entries(outerShapes(settings)).map(
    ([name, shape]): LanguageTensor => ({ name, shape, layer: -1 })
  );
  const inBlocks = Array.from({ length: settings.layers }, (_, layer) =>
    Object.entries(blockShapes(settings)).map(
      ([name, shape]): LanguageTensor => ({ name: blockName(settings, layer, name), shape, layer })
    )
  );
  return [...outer, ...inBlocks.flat()];
}
