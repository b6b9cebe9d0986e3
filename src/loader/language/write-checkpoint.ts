import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { NamedArrays } from '../../array/tensor.ts';
import { writeSafetensors } from '../../codec/index.ts';
import { exists } from '../files/folder.ts';
import { temporaryPath } from '../files/leftovers.ts';
import { refuseLinks } from '../files/links.ts';
import type { JsonObject } from '../files/read-json.ts';
import { makeFolder, writeError } from '../files/write-atomic.ts';
import type { Variant } from '../variants/variant.ts';
import { checkSameRun } from '../variants/write-in-variant.ts';
import { characterTokenizer, characterTokenizerConfig } from './character-tokenizer.ts';

/** A row of the log of Hugging Face's Trainer: numbers by their names, `step` among them. */
export type LogRow = Readonly<Record<string, number>>;

/** What a checkpoint of a language model holds. */
export interface LanguageCheckpoint {
  /** config.json as transformers reads it. */
  readonly config: JsonObject;
  /** The text of each token, see `Corpus`. */
  readonly vocabulary: readonly string[];
  /** Most positions of a sequence. */
  readonly context: number;
  /** By the names of the files. */
  readonly weights: NamedArrays;
  /** What was logged so far. */
  readonly log: readonly LogRow[];
}

/**
 * Writes the checkpoint after `step` steps as a folder of Hugging Face's libraries,
 * `checkpoints/checkpoint-{step}`, which is there whole or not at all; one that is there is
 * replaced. Throws UserError.
 */
export async function writeLanguageCheckpoint(
  variant: Variant,
  step: number,
  { config, vocabulary, context, weights, log }: LanguageCheckpoint
): Promise<void> {
  const path = `${variant.path}/checkpoints/checkpoint-${step}`;
  const files: Readonly<Record<string, Uint8Array | string>> = {
    'config.json': jsonText(config),
    'generation_config.json': jsonText({
      _from_model_config: true,
      ...{ bos_token_id: 1, eos_token_id: 1, pad_token_id: 0 }
    }),
    'model.safetensors': writeSafetensors(weights, { format: 'pt' }),
    'tokenizer.json': jsonText(characterTokenizer(vocabulary)),
    'tokenizer_config.json': jsonText(characterTokenizerConfig(vocabulary, context)),
    'trainer_state.json': jsonText({ global_step: step, log_history: log })
  };
  refuseLinks(variant.path, join(path, 'config.json'));
  checkSameRun(variant);
  const [fresh, old] = [temporaryPath(path), temporaryPath(path)];
  try {
    makeFolder(fresh);
    for (const [name, bytes] of Object.entries(files)) await writeFile(join(fresh, name), bytes);
    checkSameRun(variant);
    if (exists(path)) await rename(path, old);
    await rename(fresh, path);
  } catch (error) {
    throw writeError(error, path);
  } finally {
    for (const left of [fresh, old]) await rm(left, { recursive: true, force: true });
  }
}

function jsonText(value: JsonObject): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
