import type { NamedArrays } from '../../array/tensor.ts';
import { UserError } from '../../error/user-error.ts';
import {
  hasAcross,
  hasSummary,
  readAcross,
  readSummary,
  type Variant
} from '../../loader/index.ts';

/**
 * Returns an analyzer's summary or cross-epoch arrays; null where there are none, or they are
 * damaged.
 */
export async function arraysOf(
  variant: Variant,
  analyzer: string,
  from: 'summary' | 'across'
): Promise<NamedArrays | null> {
  try {
    if (from === 'summary')
      return hasSummary(variant, analyzer) ? await readSummary(variant, analyzer) : null;
    return hasAcross(variant, analyzer) ? await readAcross(variant, analyzer) : null;
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}
