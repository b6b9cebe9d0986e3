import type { Analyzer } from '../../analyzers/index.ts';
import { usageError } from '../../error/user-error.ts';
import { checkpointEpochs, parseEpochs, readLosses, type Variant } from '../../loader/index.ts';
import { turnEpoch } from '../../turn/index.ts';
import type { AnalyzerState } from './gaps.ts';

/** What to measure on one checkpoint. */
export interface EpochTask {
  readonly epoch: number;
  readonly analyzers: readonly Analyzer[];
}

/**
 * Returns the variant's checkpoints that an epoch SPEC or a list selects, all by default. Throws a
 * usage UserError.
 */
export async function chosenEpochs(
  variant: Variant,
  requested: string | readonly number[] = 'all'
): Promise<readonly number[]> {
  const stored = await checkpointEpochs(variant);
  if (requested === 'all') return stored;
  if (typeof requested === 'string') {
    const turn = requested.includes('turn') ? turnEpoch((await readLosses(variant)).test) : null;
    return parseEpochs(requested, stored, { turn });
  }
  const absent = requested.find((epoch) => !stored.includes(epoch));
  if (absent === undefined) return [...requested].sort((a, b) => a - b);
  throw usageError(`no checkpoint of epoch: ${absent}`, `stored epochs: ${stored.join(', ')}`);
}

/**
 * Returns what is left to measure, by epoch, ascending: what is missing or outdated, everything
 * with `force`.
 */
export function tasksOf(
  states: readonly AnalyzerState[],
  epochs: readonly number[],
  force: boolean
): readonly EpochTask[] {
  return epochs
    .map((epoch) => ({
      epoch,
      analyzers: states
        .filter(({ analyzer }) => Object.keys(analyzer.arrays).length > 0)
        .filter(
          ({ missing, outdated }) => force || missing.includes(epoch) || outdated.includes(epoch)
        )
        .map(({ analyzer }) => analyzer)
    }))
    .filter(({ analyzers }) => analyzers.length > 0);
}
