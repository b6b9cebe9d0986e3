import { analyzers } from '../../analyzers/index.ts';
import { UserError } from '../../error/user-error.ts';
import type { Ranges } from '../../figure/ranges.ts';
import { type EpochContext, findVariant, parseEpochs, resultsFolder } from '../../loader/index.ts';
import { findVisualization } from '../../visualizations/index.ts';
import type { Visualization } from '../../visualizations/visualization.ts';
import { lossFacts } from '../../workbench/run/facts.ts';
import { missingData } from '../../workbench/run/missing-data.ts';
import { type RunData, readRun } from '../../workbench/run/run-data.ts';
import { type ProbeChoice, seenVariant } from './chosen-probe.ts';

/** A run and a figure of it that has data. */
export interface Picked {
  readonly run: RunData;
  readonly visualization: Visualization;
}

/**
 * Returns the run, seen through some pairs if asked, and the visualization that the words name.
 * Throws a UserError when either is unknown, or when the figure has no data yet, with the command
 * that makes it.
 */
export async function pickRun(
  results: string | undefined,
  variantName: string,
  figureName: string,
  probe: ProbeChoice = {}
): Promise<Picked> {
  const visualization = findVisualization(figureName);
  const found = await findVariant(resultsFolder(results), variantName);
  const variant = await seenVariant(found, probe);
  const run = await readRun(
    variant,
    analyzers.map(({ id }) => id)
  );
  if (!run.canDraw(visualization) || run.epochsOf(visualization).length === 0)
    throw missingData(run, visualization);
  return { run, visualization };
}

/**
 * Returns the one stored epoch that `--epoch` names, or the last one; a UserError lists the nearest
 * stored ones.
 */
export function pickEpoch({ run, visualization }: Picked, request: string | undefined): number {
  const stored = run.epochsOf(visualization);
  const epochs =
    request === undefined ? stored.slice(-1) : parseEpochs(request, stored, turnOf(run));
  const [epoch] = epochs;
  if (epoch === undefined || epochs.length > 1)
    throw new UserError(`invalid epoch: ${request}`, 'give one epoch, or --epochs for several', 2);
  return epoch;
}

/** Returns the ranges of a figure over all stored epochs, where they are wanted. */
export async function lockedRanges(
  { run, visualization }: Picked,
  request: { readonly neuron?: number; readonly set?: Readonly<Record<string, unknown>> },
  isWanted: boolean
): Promise<Ranges | null> {
  const [epoch] = run.epochsOf(visualization);
  if (!isWanted || visualization.kind !== 'epoch' || epoch === undefined) return null;
  return run.ranges(visualization, { ...request, epoch });
}

/** Returns what an epoch SPEC may refer to in this run: its grokking onset. */
export function turnOf({ losses }: RunData): EpochContext {
  return { turn: lossFacts(losses.train, losses.test).grokkedAt };
}
