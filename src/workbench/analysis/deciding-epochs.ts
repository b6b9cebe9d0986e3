import type { Analyzer } from '../../analyzers/index.ts';
import { type Variant, wholeCheckpoints } from '../../loader/index.ts';
import { wholeArtifacts } from '../run/whole-artifacts.ts';

/**
 * Returns the epochs that the cross_epoch.npz of an analyzer must cover: those of its own
 * artifacts; where it has none, of the first analyzer it reads; where it reads none, of the
 * checkpoints. Damaged files do not count.
 */
export async function decidingEpochs(
  variant: Variant,
  { id, arrays, reads = [] }: Analyzer,
  find: (id: string) => Analyzer,
  epochsOf: (id: string) => Promise<readonly number[]> = (other) => wholeArtifacts(variant, other)
): Promise<readonly number[]> {
  if (Object.keys(arrays).length > 0) return epochsOf(id);
  if (reads[0] === undefined) return wholeCheckpoints(variant);
  return decidingEpochs(variant, find(reads[0]), find, epochsOf);
}
