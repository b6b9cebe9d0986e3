import { readFile } from 'node:fs/promises';
import type { NamedArrays } from '../array/tensor.ts';
import { writeSafetensors } from '../codec/index.ts';
import { checkpointPath } from './checkpoints.ts';
import { fileError } from './read-file.ts';
import type { Variant } from './variant.ts';

/** Returns true if the stored checkpoint of an epoch has, byte for byte, what would be written for these tensors. Throws UserError. */
export async function sameCheckpoint(
  variant: Variant,
  epoch: number,
  tensors: NamedArrays
): Promise<boolean> {
  const path = checkpointPath(variant, epoch);
  try {
    return (await readFile(path)).equals(writeSafetensors(tensors));
  } catch (error) {
    throw fileError(error, path);
  }
}
