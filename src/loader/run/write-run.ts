import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { NamedArrays } from '../../array/tensor.ts';
import { writeSafetensors } from '../../codec/index.ts';
import { UserError } from '../../error/user-error.ts';
import { printable } from '../../text/printable.ts';
import { refuseLink, refuseLinks } from '../files/links.ts';
import { writeError } from '../files/write-atomic.ts';
import type { Variant } from '../variants/variant.ts';
import { writeInVariant } from '../variants/write-in-variant.ts';
import { checkpointEpochs, checkpointPath } from './checkpoints.ts';
import { LOSSES_MAGIC, LOSSES_ROW, type Losses } from './losses.ts';
import type { RunMetadata } from './metadata.ts';

/**
 * Writes the checkpoint saved after step `epoch`: TransformerLens names and shapes. Throws
 * UserError.
 */
export function writeCheckpoint(
  variant: Variant,
  epoch: number,
  tensors: NamedArrays
): Promise<void> {
  return writeInVariant(variant, checkpointPath(variant, epoch), writeSafetensors(tensors));
}

/** Writes the weights before step 0 to initial.safetensors. Throws UserError. */
export function writeInitial(variant: Variant, tensors: NamedArrays): Promise<void> {
  return writeInVariant(variant, `${variant.path}/initial.safetensors`, writeSafetensors(tensors));
}

/**
 * Writes the optimizer's state after step `epoch`, for resuming. Write losses and checkpoint of
 * that epoch first: then a kill between two writes always leaves a set that agrees. Throws
 * UserError.
 */
export function writeOptimizer(
  variant: Variant,
  epoch: number,
  tensors: NamedArrays,
  metadata: Readonly<Record<string, string>> = {}
): Promise<void> {
  const about = { ...metadata, epoch: String(epoch) };
  return writeInVariant(
    variant,
    `${variant.path}/optimizer.safetensors`,
    writeSafetensors(tensors, about)
  );
}

/**
 * Writes metadata.json in the Python workbench's layout; NaN and infinite losses as Python writes
 * them. The checkpoint epochs are those on disk. Throws UserError.
 */
export async function writeMetadata(
  variant: Variant,
  run: Pick<RunMetadata, 'train' | 'test'> & {
    readonly trainIndices: ArrayLike<number>;
    readonly testIndices: ArrayLike<number>;
  }
): Promise<void> {
  const parts = [
    `"train_losses": ${pythonList(run.train)}`,
    `"test_losses": ${pythonList(run.test)}`,
    `"train_indices": ${pythonList(run.trainIndices)}`,
    `"test_indices": ${pythonList(run.testIndices)}`,
    `"checkpoint_epochs": ${pythonList(await checkpointEpochs(variant))}`,
    `"num_epochs": ${run.train.length}`
  ];
  await writeInVariant(variant, `${variant.path}/metadata.json`, `{${parts.join(', ')}}`);
}

/**
 * Writes rows of the `losses` file that a live view follows, from epoch `from` on; rows after them
 * are dropped, so a resumed run continues where it left off. Throws UserError on the disk's behalf,
 * RangeError when `from` leaves a gap.
 */
export async function writeLosses(
  variant: Variant,
  from: number,
  { train, test }: Losses
): Promise<void> {
  const path = `${variant.path}/losses`;
  refuseLinks(variant.path, path);
  const rows = Buffer.alloc(train.length * LOSSES_ROW);
  for (let i = 0; i < train.length; i++) {
    rows.writeDoubleLE(train[i], i * LOSSES_ROW);
    rows.writeDoubleLE(test[i], i * LOSSES_ROW + 8);
  }
  try {
    const file = await openLosses(path);
    try {
      const { size } = await file.stat();
      const start = (from + 1) * LOSSES_ROW;
      if (start > Math.max(size, LOSSES_ROW)) throw new RangeError(`invalid epoch: ${from}`);
      if (size < LOSSES_ROW)
        await file.write(Buffer.from(LOSSES_MAGIC, 'latin1'), 0, LOSSES_ROW, 0);
      else await checkMagic(file, path);
      await file.write(rows, 0, rows.length, start);
      if (size > start + rows.length) await file.truncate(start + rows.length);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw writeError(error, path);
  }
}

/** The only file that is not replaced as a whole, and so would be written where a link leads. */
function openLosses(path: string): Promise<FileHandle> {
  refuseLink(path);
  return open(path, constants.O_RDWR | constants.O_CREAT);
}

async function checkMagic(file: FileHandle, path: string): Promise<void> {
  const { buffer } = await file.read(Buffer.alloc(LOSSES_ROW), 0, LOSSES_ROW, 0);
  if (buffer.toString('latin1') !== LOSSES_MAGIC)
    throw new UserError(
      `not a losses file: ${printable(path)}`,
      'move it away; the run writes its losses there'
    );
}

function pythonList(values: ArrayLike<number>): string {
  const texts = Array.from(values, (value) =>
    Number.isFinite(value)
      ? String(value)
      : Number.isNaN(value)
        ? 'NaN'
        : value > 0
          ? 'Infinity'
          : '-Infinity'
  );
  return `[${texts.join(', ')}]`;
}
