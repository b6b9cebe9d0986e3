import type { JsonObject } from '../files/read-json.ts';

/**
 * Returns tokenizer.json of a vocabulary whose tokens are single characters, but for those that are
 * written `<so>`: text is cut into its characters, and nothing is added or merged.
 */
export function characterTokenizer(vocabulary: readonly string[]): JsonObject {
  const special = vocabulary.flatMap((content, id) =>
    isSpecial(content) ? [{ id, content }] : []
  );
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: special.map(({ id, content }) => ({
      id,
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true
    })),
    normalizer: null,
    pre_tokenizer: null,
    post_processor: null,
    decoder: { type: 'Fuse' },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab: Object.fromEntries(vocabulary.map((content, id) => [content, id])),
      merges: []
    }
  };
}

/** Returns tokenizer_config.json beside it: token 0 fills, token 1 ends. */
export function characterTokenizerConfig([pad, end]: readonly string[], most: number): JsonObject {
  return {
    tokenizer_class: 'PreTrainedTokenizerFast',
    model_input_names: ['input_ids', 'attention_mask'],
    model_max_length: most,
    clean_up_tokenization_spaces: false,
    eos_token: end,
    pad_token: pad
  };
}

function isSpecial(text: string): boolean {
  return text.length > 1;
}
