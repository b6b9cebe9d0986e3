import type { NamedArrays } from '../../array/tensor.ts';
import { writeSafetensors } from '../../codec/index.ts';
import { largestWeights } from '../files/largest.ts';
import { readBytes } from '../files/read-file.ts';
import type { Variant } from '../variants/variant.ts';
import { checkpointPath } from './checkpoints.ts';

/**
 * Returns true if the stored checkpoint of an epoch has, byte for byte, what would be written for
 * these tensors. Throws UserError.
 */
export async function sameCheckpoint(
  variant: Variant,
  epoch: number,
  tensors: NamedArrays
): Promise<boolean> {
  const largest = largestWeights(variant);
  const description = { missing: 'missing checkpoint', largest };
  const stored = await readBytes(checkpointPath(variant, epoch), description);
  return Buffer.compare(stored, writeSafetensors(tensors)) === 0;
}
