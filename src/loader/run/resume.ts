import type { NamedArrays } from '../../array/tensor.ts';
import { readSafetensors } from '../../codec/index.ts';
import { UserError } from '../../error/user-error.ts';
import { printable } from '../../text/printable.ts';
import { analyzersOf } from '../artifacts/artifacts.ts';
import { exists } from '../files/folder.ts';
import { largestWeights } from '../files/largest.ts';
import { readDecoded } from '../files/read-file.ts';
import type { Variant } from '../variants/variant.ts';
import { checkpointEpochs, readCheckpoint } from './checkpoints.ts';
import { type Losses, readLiveLosses } from './losses.ts';
import { readMetadata } from './metadata.ts';

/** Where a stopped run left off: all of it belongs to the state after step `epoch`. */
export interface ResumeState extends Losses {
  readonly epoch: number;
  readonly weights: NamedArrays;
  readonly optimizer: NamedArrays;
  /** What the optimizer wrote beside its tensors, `epoch` included. */
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Returns the newest state in which optimizer, checkpoint and losses agree; the losses are cut to
 * its epoch (epoch + 1 each). Null when nothing was saved yet, so the run starts at epoch 0: a run
 * that was killed before its first optimizer state too. Throws UserError when a part is damaged or
 * absent, and for runs of the Python workbench, which saves no optimizer.
 */
export async function readResumeState(variant: Variant): Promise<ResumeState | null> {
  const path = `${variant.path}/optimizer.safetensors`;
  const epochs = await checkpointEpochs(variant);
  if (await isBegunOnly(variant)) return null;
  if (epochs.length === 0) throw cannot(variant, 'it has no checkpoints');
  if (!exists(path)) {
    const isFirst = epochs.length === 1 && exists(`${variant.path}/initial.safetensors`);
    if (isFirst && !exists(`${variant.path}/metadata.json`)) return null;
    throw cannot(variant, 'no optimizer state was saved (optimizer.safetensors)');
  }
  const description = {
    missing: 'missing optimizer state',
    remedy: 'train again: grokscope train --force',
    largest: largestWeights(variant, 3)
  };
  const { tensors, metadata } = await readDecoded(path, description, readSafetensors);
  const epoch = Number(metadata.epoch);
  if (!/^\d+$/.test(metadata.epoch ?? ''))
    throw cannot(variant, 'its optimizer state has no epoch');
  if (!epochs.includes(epoch)) throw cannot(variant, `the checkpoint of epoch ${epoch} is missing`);
  const losses = await lossesUpTo(variant, epoch);
  if (losses === null) throw cannot(variant, `the losses up to epoch ${epoch} are missing`);
  return {
    epoch,
    weights: await readCheckpoint(variant, epoch),
    optimizer: tensors,
    metadata,
    ...losses
  };
}

/**
 * Tells whether a folder holds no more of a run than its beginning: nothing is lost when it is
 * begun anew.
 */
export async function isBegunOnly(variant: Variant): Promise<boolean> {
  if (exists(`${variant.path}/metadata.json`) || analyzersOf(variant).length > 0) return false;
  return (await checkpointEpochs(variant)).length === 0;
}

/**
 * Returns the weights before step 0. Throws UserError when the run has none (the Python workbench
 * saves none).
 */
export async function readInitial(variant: Variant): Promise<NamedArrays> {
  const description = {
    missing: `missing initial weights: ${printable(variant.name)}`,
    hint: 'only runs trained by grokscope have them',
    remedy: 'train again: grokscope train --force',
    largest: largestWeights(variant)
  };
  const path = `${variant.path}/initial.safetensors`;
  return (await readDecoded(path, description, readSafetensors)).tensors;
}

async function lossesUpTo(variant: Variant, epoch: number): Promise<Losses | null> {
  const rows = epoch + 1;
  for (const read of [readLiveLosses, readMetadata]) {
    const losses = await read(variant).catch(() => null);
    if (losses !== null && losses.train.length >= rows)
      return { train: losses.train.slice(0, rows), test: losses.test.slice(0, rows) };
  }
  return null;
}

function cannot(variant: Variant, why: string): UserError {
  return new UserError(
    `cannot resume ${printable(variant.name)}: ${why}`,
    'train it from the start: grokscope train --force'
  );
}
