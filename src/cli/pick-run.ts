import { analyzers } from '../analyzers/index.ts';
import { UserError } from '../error/user-error.ts';
import { findVariant, parseEpochs, resultsFolder } from '../loader/index.ts';
import { findVisualization } from '../visualizations/index.ts';
import type { Visualization } from '../visualizations/visualization.ts';
import { needsOf } from '../workbench/needs.ts';
import { openRun, type Run } from '../workbench/open-run.ts';

/** A run and a figure of it that has data. */
export interface Picked {
  readonly run: Run;
  readonly visualization: Visualization;
}

/**
 * Returns the run and the visualization that the words name. Throws a UserError when either is unknown, or when the
 * figure has no data yet, with the command that makes it.
 */
export async function pickRun(
  results: string | undefined,
  variantName: string,
  figureName: string
): Promise<Picked> {
  const visualization = findVisualization(figureName);
  const variant = await findVariant(resultsFolder(results), variantName);
  const run = await openRun(
    variant,
    analyzers.map(({ id }) => id)
  );
  if (!run.canDraw(visualization) || run.epochsOf(visualization).length === 0) {
    const asked = needsOf(visualization).flatMap((need) =>
      'analyzer' in need ? [`--analyzer ${need.analyzer}`] : []
    );
    throw new UserError(
      `no data for ${visualization.id} in ${variant.name}`,
      asked.length > 0
        ? `run: grokscope analyze ${variant.name} ${[...new Set(asked)].join(' ')}`
        : 'the variant has no checkpoints or losses yet; train it first'
    );
  }
  return { run, visualization };
}

/** Returns the one stored epoch that `--epoch` names, or the last one; a UserError lists the nearest stored ones. */
export function pickEpoch({ run, visualization }: Picked, asked: string | undefined): number {
  const stored = run.epochsOf(visualization);
  const epochs = asked === undefined ? stored.slice(-1) : parseEpochs(asked, stored);
  const [epoch] = epochs;
  if (epoch === undefined || epochs.length > 1)
    throw new UserError(`invalid epoch: ${asked}`, 'give one epoch, or --epochs for several', 2);
  return epoch;
}
