import { join } from 'node:path';
import { float32, sizeOf, type Tensor } from '../../array/tensor.ts';
import { UserError } from '../../error/user-error.ts';
import { openWeights, readLanguageConfig, type WeightFiles } from '../../loader/index.ts';
import {
  type LanguageSettings,
  languageSettings,
  languageTensors
} from '../../model/language/index.ts';
import { printable } from '../../text/printable.ts';

/** A language model in a folder, whose weights are read when they are needed. */
export interface LanguageModel {
  readonly folder: string;
  readonly settings: LanguageSettings;
  readonly weights: WeightFiles;
  /** Its tensors by their names in the files, with the layer of each; −1 for those outside. */
  readonly tensors: readonly { readonly name: string; readonly layer: number }[];
  /** The name of a tensor in the files, by its name as the architecture has it. */
  fileName(name: string): string;
  close(): Promise<void>;
}

/**
 * Opens a language model in a Hugging Face folder and checks its tensors against config.json.
 * Rejects with a UserError on a model that is not computed here, missing tensors, and shapes that
 * contradict config.json.
 */
export async function openLanguageModel(folder: string): Promise<LanguageModel> {
  const settings = languageSettings(await readLanguageConfig(folder));
  const weights = kept(await openWeights(folder));
  // GPT-2 is saved with and without the name of the model before those of its parts.
  const isBare = settings.type === 'gpt2' && weights.shapes['wte.weight'] !== undefined;
  const fileName = (name: string) => (isBare ? name.replace(/^transformer\./, '') : name);
  try {
    for (const { name, shape } of languageTensors(settings)) {
      const found = weights.shapes[fileName(name)];
      if (found === undefined)
        throw new UserError(
          `missing tensor: ${printable(name)} in ${printable(folder)}`,
          'the weights are of another model than config.json describes, or incomplete'
        );
      if (found.join() !== shape.join())
        throw new UserError(
          `shape mismatch: ${printable(name)} is [${found}], expected [${shape}] by config.json: ${printable(folder)}`,
          'copy weights and config.json again from one checkpoint'
        );
    }
  } catch (error) {
    await weights.close();
    throw error;
  }
  const tensors = languageTensors(settings).map(({ name, layer }) => ({
    name: fileName(name),
    layer
  }));
  return { folder: join(folder), settings, weights, tensors, fileName, close: weights.close };
}

/**
 * Numbers of a model that is read once, 64 MiB; larger ones are read again when they are needed.
 */
const KEPT = 2 ** 24;

/** Keeps what was read of a small model: its probes run through it several times. */
function kept(weights: WeightFiles): WeightFiles {
  const numbers = Object.values(weights.shapes).reduce((sum, shape) => sum + sizeOf(shape), 0);
  if (numbers > KEPT) return weights;
  const known = new Map<string, Promise<Tensor>>();
  const read = (name: string) => {
    const found = known.get(name) ?? weights.read(name);
    known.set(name, found);
    return found;
  };
  return {
    ...weights,
    read,
    async readRows(name, from, to) {
      const { data, shape } = await read(name);
      const [rows, ...rest] = shape;
      const size = data.length / rows;
      const part = (data as Float32Array<ArrayBuffer>).subarray(from * size, to * size);
      return float32(part, [to - from, ...rest]);
    }
  };
}

/** Returns what is wrong with a checkpoint that is not whole. */
export async function languageDamage(folder: string): Promise<Error> {
  try {
    await (await openLanguageModel(folder)).close();
  } catch (error) {
    return error as Error;
  }
  return new UserError(
    `checkpoint is not whole: ${printable(folder)}`,
    'it is being written, or was cut short: analyze again later, or copy it again'
  );
}
