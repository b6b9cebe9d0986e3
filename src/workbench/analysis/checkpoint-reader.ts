import type { NamedArrays, Tensor } from '../../array/tensor.ts';
import { UserError } from '../../error/user-error.ts';
import { checkpointPath, readCheckpoint, type Variant } from '../../loader/index.ts';
import { printable } from '../../text/printable.ts';
import { checkWeights } from '../run/model-of.ts';

/** The tensors of a checkpoint, or the error that kept them from being read. */
export type ReadResult = { readonly weights: NamedArrays } | { readonly error: unknown };

/**
 * Reads the named tensors of a checkpoint. Never rejects, so that it can run ahead of its use. A
 * tensor that is missing, not finite or of another model gives a UserError that names file and
 * tensor.
 */
export async function readWeights(
  variant: Variant,
  epoch: number,
  names: readonly string[]
): Promise<ReadResult> {
  try {
    await checkWeights(variant, epoch);
    const weights = await readCheckpoint(variant, epoch, names);
    const broken = names.find((name) => !allFinite(weights[name]));
    if (broken === undefined) return { weights };
    const path = printable(checkpointPath(variant, epoch));
    throw new UserError(
      `weights that are not finite: ${printable(broken)} in ${path}`,
      'the run diverged by then; train again with a lower learning rate: grokscope train --lr'
    );
  } catch (error) {
    return { error };
  }
}

function allFinite({ data }: Tensor): boolean {
  for (let i = 0; i < data.length; i++) if (!Number.isFinite(data[i])) return false;
  return true;
}
