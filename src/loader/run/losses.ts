import { modifiedAt } from '../files/folder.ts';
import { lockedFor } from '../files/lock.ts';
import { readBytes } from '../files/read-file.ts';
import type { Variant } from '../variants/variant.ts';
import { readMetadata } from './metadata.ts';

/** The losses of a run, one per epoch: train before the epoch's step, test after it. */
export interface Losses {
  readonly train: Float64Array;
  readonly test: Float64Array;
}

/**
 * The first bytes of a `losses` file; then one 16-byte row per epoch: train and test loss, float64
 * little-endian.
 */
export const LOSSES_MAGIC = 'grokscope losses';

/** Bytes of the magic and of one row. */
export const LOSSES_ROW = 16;

/** Eight million epochs. */
const LARGEST = LOSSES_ROW * 2 ** 23;

/**
 * Returns the losses of a run: of metadata.json, or of the append-only `losses` file of a run in
 * progress, whichever is newer. Throws UserError when neither is there or the only one is damaged.
 */
export async function readLosses(variant: Variant): Promise<Losses> {
  const live = modifiedAt(`${variant.path}/losses`);
  const done = modifiedAt(`${variant.path}/metadata.json`);
  if (live !== null && (done === null || live > done)) {
    const losses = await readLiveLosses(variant);
    if (losses !== null && (losses.train.length > 0 || done === null)) return losses;
  }
  const { train, test } = await readMetadata(variant);
  return { train, test };
}

/** Returns true if the run has a file of losses, damaged or not. */
export function hasLosses(variant: Variant): boolean {
  return (
    modifiedAt(`${variant.path}/losses`) !== null ||
    modifiedAt(`${variant.path}/metadata.json`) !== null
  );
}

/**
 * Tells whether a run is still training: by its lock where it has one, else by losses that were
 * written within the last 15 s (a time that lies in the future tells nothing).
 */
export function isTraining(variant: Variant): boolean {
  const work = lockedFor(variant.path);
  if (work !== undefined) return work === 'training';
  const live = modifiedAt(`${variant.path}/losses`);
  const done = modifiedAt(`${variant.path}/metadata.json`);
  return live !== null && Math.abs(Date.now() - live) < 15_000 && (done === null || done < live);
}

/**
 * Returns the complete rows of the `losses` file; null when there is none or it is something else.
 */
export async function readLiveLosses(variant: Variant): Promise<Losses | null> {
  const path = `${variant.path}/losses`;
  if (modifiedAt(path) === null) return null;
  const { buffer } = await readBytes(path, { missing: 'missing losses', largest: LARGEST });
  const bytes = Buffer.from(buffer);
  if (bytes.toString('latin1', 0, LOSSES_ROW) !== LOSSES_MAGIC) return null;
  const epochs = Math.floor(bytes.length / LOSSES_ROW) - 1;
  const train = new Float64Array(epochs);
  const test = new Float64Array(epochs);
  for (let epoch = 0; epoch < epochs; epoch++) {
    train[epoch] = bytes.readDoubleLE((epoch + 1) * LOSSES_ROW);
    test[epoch] = bytes.readDoubleLE((epoch + 1) * LOSSES_ROW + 8);
  }
  return { train, test };
}
