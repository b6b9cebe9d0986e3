import { join } from 'node:path';
import type { Tensor } from '../../array/tensor.ts';
import { readNpz, readNpzTexts } from '../../codec/index.ts';
import { UserError } from '../../error/user-error.ts';
import { printable } from '../../text/printable.ts';
import { entriesOf } from '../files/folder.ts';
import { readDecoded } from '../files/read-file.ts';

/** The hidden states of all probes at a checkpoint, each the mean over its tokens. */
export interface Embeddings {
  readonly step: number;
  readonly timestamp: string | null;
  /** Of the probes, in the order of the rows. */
  readonly ids: readonly string[];
  readonly categories: readonly string[];
  readonly difficulties: readonly string[];
  /** [probes, hidden size], after the final norm; half floats are held as float32. */
  readonly lastLayer: Tensor;
  /** Of the middle layer, the same shape. */
  readonly midLayer: Tensor;
}

/** An embedding file, not yet read. */
export interface EmbeddingFile {
  readonly path: string;
  /** As its name has it. */
  readonly step: number;
}

/** Half a million probes of 512 numbers. */
const LARGEST = 512 * 2 ** 20;

/** Returns the files `checkpoint_<step>.npz` of a folder, by step; [] where there are none. */
export function embeddingFiles(folder: string): readonly EmbeddingFile[] {
  const files = entriesOf(folder).flatMap(({ name }) => {
    const digits = /^checkpoint_(\d{1,15})\.npz$/.exec(name)?.[1];
    return digits === undefined ? [] : [{ path: join(folder, name), step: Number(digits) }];
  });
  return files.sort((a, b) => a.step - b.step);
}

/**
 * Returns the embeddings in a file of {@link embeddingFiles}. Rejects with a UserError when it is
 * absent or damaged, when arrays are missing or contradict each other, and when it is of another
 * step than its name says.
 */
export async function readEmbeddings({ path, step }: EmbeddingFile): Promise<Embeddings> {
  const description = { missing: `missing embeddings: ${printable(path)}`, largest: LARGEST };
  return readDecoded(path, description, (bytes) => {
    const numbers = readNpz(bytes, { keys: ['last_layer', 'mid_layer', 'step'], limit: LARGEST });
    const texts = readNpzTexts(bytes, { limit: LARGEST });
    const ids = texts.probe_ids ?? fail('it has no probe_ids of text');
    const { last_layer: lastLayer, mid_layer: midLayer } = numbers;
    if (numbers.step.data.length !== 1 || numbers.step.data[0] !== step)
      fail(`it is of step ${numbers.step.data[0]}`);
    for (const [name, { shape }] of Object.entries({ lastLayer, midLayer }))
      if (shape.length !== 2 || shape[0] !== ids.length || shape[1] !== lastLayer.shape[1])
        fail(`${name} has the shape (${shape.join(', ')}) for ${ids.length} probes`);
    const [categories, difficulties] = [texts.categories, texts.difficulties].map(
      (list) => list ?? ids.map(() => '')
    );
    if (categories.length !== ids.length || difficulties.length !== ids.length)
      fail('it has another number of categories or difficulties than of probes');
    const timestamp = texts.timestamp?.[0] || null;
    return { step, timestamp, ids, categories, difficulties, lastLayer, midLayer };
  });
}

function fail(problem: string): never {
  throw new UserError(`damaged embeddings: ${problem}`, 'collect them again');
}
