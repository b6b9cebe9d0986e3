import { normal } from '../../array/random/normal.ts';
import { torchGenerator } from '../../array/random/torch-generator.ts';
import { float32, type NamedArrays, sizeOf } from '../../array/tensor.ts';
import type { Recipe } from '../recipe.ts';
import { type LanguageSettings, languageSettings } from './settings.ts';
import { blockName, blockShapes, outerShapes } from './weights.ts';

/** The tokens of questions and answers in digits, by their numbers. */
export const digitTokens = [
  ...['<pad>', '<eos>'],
  ...['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
  ...['+', '=']
] as const;

/** The token that ends an answer. */
export const END = 1;

/** Returns the numbers of the tokens of a text of digits, + and =. */
export function digitIds(text: string): readonly number[] {
  return [...text].map((character) => (digitTokens as readonly string[]).indexOf(character));
}

/** What of a recipe the model depends on. */
export type DigitSizes = Pick<Recipe, 'layers' | 'dModel' | 'heads' | 'dMlp' | 'parameters'>;

/** Returns config.json of the model, as Hugging Face's GPT-2 has it: ReLU, a tied unembedding. */
export function digitConfig(sizes: DigitSizes): Readonly<Record<string, unknown>> {
  const { layers, dModel, heads, dMlp, parameters } = sizes;
  return {
    architectures: ['GPT2LMHeadModel'],
    model_type: 'gpt2',
    vocab_size: digitTokens.length,
    n_positions: positionsOf(parameters.digits),
    n_embd: dModel,
    n_layer: layers,
    n_head: heads,
    n_inner: dMlp,
    activation_function: 'relu',
    layer_norm_epsilon: 1e-5,
    attn_pdrop: 0,
    embd_pdrop: 0,
    resid_pdrop: 0,
    tie_word_embeddings: true,
    bos_token_id: END,
    eos_token_id: END,
    pad_token_id: 0,
    dtype: 'float32'
  };
}

/** Question, answer of one digit more, and its end. */
function positionsOf(digits: number): number {
  return 2 * digits + 2 + digits + 1 + 1;
}

/** Returns the settings of the model. */
export function digitSettings(sizes: DigitSizes): LanguageSettings {
  return languageSettings(digitConfig(sizes));
}

/** Returns the tensors of a model with their shapes, in the order in which they are drawn. */
export function languageTensors(
  settings: LanguageSettings
): readonly { readonly name: string; readonly shape: readonly number[] }[] {
  const inBlocks = Array.from({ length: settings.layers }, (_, layer) =>
    Object.entries(blockShapes(settings)).map(([name, shape]) => ({
      name: blockName(settings, layer, name),
      shape
    }))
  );
  const outer = Object.entries(outerShapes(settings)).map(([name, shape]) => ({ name, shape }));
  return [...outer, ...inBlocks.flat()];
}

/**
 * Returns the weights before the first step: matrices normal with deviation 1/√width, those that
 * write into the residual stream divided by √(2·layers), as GPT-2 does; norms 1, biases 0.
 */
export function initialLanguageWeights(settings: LanguageSettings, seed: number): NamedArrays {
  const generator = torchGenerator(seed);
  const std = 1 / Math.sqrt(settings.width);
  return Object.fromEntries(
    languageTensors(settings).map(({ name, shape }) => {
      const size = sizeOf(shape);
      if (shape.length === 1) {
        const value = name.endsWith('.weight') ? 1 : 0;
        return [name, float32(new Float32Array(size).fill(value), shape)];
      }
      const scale = /c_proj\.weight$/.test(name) ? 1 / Math.sqrt(2 * settings.layers) : 1;
      return [name, float32(normal(generator, size, std * scale), shape)];
    })
  );
}

/** Returns tokenizer.json of the model: each character is a token. */
export function digitTokenizer(): Readonly<Record<string, unknown>> {
  const special = digitTokens.slice(0, 2).map((content, id) => ({
    id,
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true
  }));
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: special,
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
      vocab: Object.fromEntries(digitTokens.map((token, id) => [token, id])),
      merges: []
    }
  };
}
