import { join } from 'node:path';
import { printable } from '../../text/printable.ts';
import { type JsonObject, readJson } from '../files/read-json.ts';

/** Returns config.json of a Hugging Face folder. Rejects with a UserError. */
export function readLanguageConfig(folder: string): Promise<JsonObject> {
  return readJson(join(folder, 'config.json'), {
    missing: `missing config.json in ${printable(folder)}`,
    hint: 'give the folder of a checkpoint: config.json with the weights beside it',
    remedy: 'copy config.json again from where the model was trained',
    largest: 2 ** 22
  });
}
