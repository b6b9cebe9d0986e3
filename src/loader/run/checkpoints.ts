import type { NamedArrays } from '../../array/tensor.ts';
import { readSafetensors } from '../../codec/index.ts';
import { UserError } from '../../error/user-error.ts';
import { printable } from '../../text/printable.ts';
import { checkpointFile } from '../files/epoch-file.ts';
import { exists, modifiedAt, namesIn, numberedFile, numberedFiles } from '../files/folder.ts';
import { largestWeights } from '../files/largest.ts';
import { nearestTo } from '../files/nearest.ts';
import { readDecoded } from '../files/read-file.ts';
import { type Shapes, shapesIn } from '../files/whole-files.ts';
import {
  type CheckpointFolder,
  checkpointFolders,
  isWholeCheckpoint
} from '../language/run-folder.ts';
import type { Variant } from '../variants/variant.ts';
import { readMetadata } from './metadata.ts';

/**
 * Returns the epochs that have a checkpoint, ascending, by the files on disk (metadata.json may
 * list others). Era A's final weights beside the folder count as the last epoch when metadata.json
 * tells it.
 */
export async function checkpointEpochs(variant: Variant): Promise<readonly number[]> {
  if (variant.language) return languageCheckpoints(variant).map(({ step }) => step);
  const epochs = numberedFiles(`${variant.path}/checkpoints`, 'checkpoint_epoch_', '.safetensors');
  const last = await finalEpoch(variant);
  return last === null || epochs.includes(last) ? epochs : [...epochs, last].sort((a, b) => a - b);
}

/**
 * Returns the epochs whose checkpoint is damaged, ascending: empty, cut or zero-filled. Only the
 * headers are read.
 */
export async function damagedCheckpoints(variant: Variant): Promise<readonly number[]> {
  if (variant.language)
    return languageCheckpoints(variant)
      .filter(({ path }) => !isWholeCheckpoint(path))
      .map(({ step }) => step);
  const epochs = await checkpointEpochs(variant);
  const isWhole = await Promise.all(
    epochs.map(async (epoch) => shapesIn(await storedPath(variant, epoch)) !== null)
  );
  return epochs.filter((_, i) => !isWhole[i]);
}

/**
 * Returns the epochs that have a checkpoint, undamaged as far as {@link damagedCheckpoints} can
 * see, ascending.
 */
export async function wholeCheckpoints(variant: Variant): Promise<readonly number[]> {
  const damaged = new Set(await damagedCheckpoints(variant));
  return (await checkpointEpochs(variant)).filter((epoch) => !damaged.has(epoch));
}

/**
 * Returns the shapes of the tensors in the checkpoint of an epoch that can be weights, by its
 * header; null where it is damaged.
 */
export async function checkpointShapes(variant: Variant, epoch: number): Promise<Shapes | null> {
  return shapesIn(await storedPath(variant, epoch));
}

/**
 * Returns the tensors of the checkpoint saved after step `epoch`, TransformerLens names and shapes;
 * only `names` if given. Throws UserError naming the nearest epochs when there is none, and the
 * tensor when one is absent.
 */
export async function readCheckpoint(
  variant: Variant,
  epoch: number,
  names?: readonly string[]
): Promise<NamedArrays> {
  const path = await storedPath(variant, epoch);
  const nearest = exists(path) ? '' : nearestTo(epoch, await checkpointEpochs(variant));
  const description = {
    missing: `missing checkpoint: epoch ${epoch} of ${printable(variant.name)}`,
    hint: nearest === '' ? 'train it: grokscope train' : `nearest stored epochs: ${nearest}`,
    remedy: 'copy the checkpoint again, or train again: grokscope train --force',
    largest: largestWeights(variant)
  };
  return readDecoded(path, description, (bytes) => {
    const { tensors } = readSafetensors(bytes, names);
    const absent = names?.find((name) => !Object.hasOwn(tensors, name));
    if (absent !== undefined)
      throw new UserError(
        `missing tensor: ${printable(absent)} in checkpoint of epoch ${epoch}`,
        'it is not a checkpoint of this family, or it is incomplete'
      );
    return tensors;
  });
}

/** The file that holds the checkpoint of an epoch; the usual path where there is none. */
async function storedPath(variant: Variant, epoch: number): Promise<string> {
  const usual = numberedFile(
    checkpointPath(variant, epoch),
    'checkpoint_epoch_',
    '.safetensors',
    epoch
  );
  return exists(usual) || (await finalEpoch(variant)) !== epoch ? usual : finalPath(variant);
}

/**
 * Returns the checkpoints of a language model where they lie, ascending; the model that it was
 * trained from is step 0 where it has no other.
 */
function languageCheckpoints({ language }: Variant): readonly CheckpointFolder[] {
  if (!language) return [];
  const found = checkpointFolders(language.source);
  const { base } = language;
  return base === null || found[0]?.step === 0 ? found : [{ step: 0, path: base }, ...found];
}

/**
 * Returns the path of the checkpoint of an epoch, whether or not it exists; of a language model its
 * folder.
 */
export function checkpointPath(variant: Variant, epoch: number): string {
  if (variant.language) {
    const found = languageCheckpoints(variant).find(({ step }) => step === epoch);
    return found?.path ?? `${variant.language.source}/checkpoint-${epoch}`;
  }
  return `${variant.path}/checkpoints/${checkpointFile(epoch)}`;
}

/** Returns when a checkpoint, or any file of its folder, was last changed, in ms; 0 for none. */
export function checkpointChangedAt(variant: Variant, epoch: number): number {
  const path = checkpointPath(variant, epoch);
  const files = variant.language ? namesIn(path).map((name) => `${path}/${name}`) : [];
  return Math.max(...[path, ...files].map((file) => modifiedAt(file) ?? 0));
}

function finalPath(variant: Variant): string {
  return `${variant.path}/${variant.name}.safetensors`;
}

async function finalEpoch(variant: Variant): Promise<number | null> {
  if (variant.era !== 'A' || !exists(finalPath(variant))) return null;
  const epochs = (await readMetadata(variant).catch(() => null))?.epochs;
  return epochs === undefined || epochs < 1 ? null : epochs - 1;
}
