import { join } from 'node:path';
import { Tokenizer as Encoder } from '@huggingface/tokenizers';
import { UserError } from '../../error/user-error.ts';
import { printable } from '../../text/printable.ts';
import { exists } from '../files/folder.ts';
import { type JsonObject, readJson } from '../files/read-json.ts';
import { readLanguageConfig } from './read-config.ts';

/** What turns text into tokens of a model and back. */
export interface Tokenizer {
  /** Returns the tokens of a text; none are added at its ends. */
  encode(text: string): Int32Array;
  /** Returns the text of tokens, special ones as they are written. */
  decode(tokens: ArrayLike<number>): string;
  /** The tokens that end an answer; [] where the folder tells none. */
  readonly ends: readonly number[];
}

const LARGEST = 2 ** 28;

/**
 * Returns the tokenizer in a Hugging Face folder, by its tokenizer.json. Rejects with a UserError
 * where there is none, or one that cannot be computed here.
 */
export async function readTokenizer(folder: string): Promise<Tokenizer> {
  const read = (name: string): Promise<JsonObject> =>
    readJson(join(folder, name), {
      missing: `missing ${name} in ${printable(folder)}`,
      hint: 'save the tokenizer beside the weights: tokenizer.save_pretrained(folder)',
      remedy: 'copy it again from where the model was trained',
      largest: LARGEST
    });
  const ifThere = async (name: string) => (exists(join(folder, name)) ? await read(name) : {});
  const json = await read('tokenizer.json');
  const settings = await ifThere('tokenizer_config.json');
  let encoder: Encoder;
  try {
    encoder = new Encoder(json, settings);
  } catch (error) {
    throw new UserError(
      `unsupported tokenizer.json in ${printable(folder)}: ${printable(String((error as Error).message))}`,
      'save the tokenizer with a current version of its library'
    );
  }
  const generation = await ifThere('generation_config.json');
  const ends = endsIn(generation) ?? endsIn(await readLanguageConfig(folder)) ?? [];
  return {
    encode: (text) => Int32Array.from(encoder.encode(text, { add_special_tokens: false }).ids),
    decode: (tokens) => (tokens.length === 0 ? '' : encoder.decode(Array.from(tokens))),
    ends: ends.length > 0 ? ends : endOf(settings, encoder)
  };
}

function endsIn({ eos_token_id: given }: JsonObject): readonly number[] | null {
  const all = Array.isArray(given) ? given : [given];
  const ends = all.filter((token): token is number => Number.isSafeInteger(token) && token >= 0);
  return ends.length > 0 ? ends : null;
}

/** By its text where no file tells its number. */
function endOf({ eos_token: named }: JsonObject, encoder: Encoder): readonly number[] {
  const text = typeof named === 'string' ? named : (named as JsonObject | null)?.content;
  const token = typeof text === 'string' ? encoder.token_to_id(text) : undefined;
  return token === undefined ? [] : [token];
}
