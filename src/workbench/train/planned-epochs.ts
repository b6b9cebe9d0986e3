import { usageError } from '../../error/user-error.ts';
import { planEpochs } from '../../loader/index.ts';

/**
 * Returns the epochs of a run of `epochs` epochs at which a SPEC plans a checkpoint, see
 * `planEpochs`. Throws a usage UserError on a SPEC that names the turn, which is not known yet.
 */
export function plannedEpochs(spec: string, epochs: number): readonly number[] {
  if (!spec.includes('turn')) return planEpochs(spec, epochs);
  throw usageError(
    `no turn known before training: ${spec}`,
    'train first, then add checkpoints: --resume --densify turn+-500:20'
  );
}
