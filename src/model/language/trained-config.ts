/** What decides the sizes of a language model that is trained here. */
export interface LanguageSizes {
  readonly layers: number;
  readonly dModel: number;
  readonly heads: number;
  readonly dMlp: number;
  /** Number of tokens. */
  readonly vocabulary: number;
  /** Most positions of a sequence. */
  readonly context: number;
}

/**
 * Returns config.json of the language models that are trained here, as transformers reads it: GPT-2
 * with ReLU, without dropout, its unembedding not its embedding. Token 0 fills, token 1 ends.
 */
export function trainedConfig(sizes: LanguageSizes): Readonly<Record<string, unknown>> {
  const { layers, dModel, heads, dMlp, vocabulary, context } = sizes;
  return {
    architectures: ['GPT2LMHeadModel'],
    model_type: 'gpt2',
    activation_function: 'relu',
    attn_pdrop: 0,
    embd_pdrop: 0,
    resid_pdrop: 0,
    bos_token_id: 1,
    eos_token_id: 1,
    pad_token_id: 0,
    dtype: 'float32',
    layer_norm_epsilon: 1e-5,
    n_embd: dModel,
    n_head: heads,
    n_inner: dMlp,
    n_layer: layers,
    n_positions: context,
    tie_word_embeddings: false,
    vocab_size: vocabulary
  };
}
