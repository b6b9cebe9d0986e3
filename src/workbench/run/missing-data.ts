import { findAnalyzer } from '../../analyzers/index.ts';
import { UserError } from '../../error/user-error.ts';
import { analysisCommand, type Variant } from '../../loader/index.ts';
import { taskOf } from '../../task/index.ts';
import type { Need, Visualization } from '../../visualizations/visualization.ts';
import { needsOf } from '../../visualizations/visualization.ts';
import { absentArray } from './absent-array.ts';
import type { RunData } from './run-data.ts';
import { findSource } from './sources/index.ts';
import { lackOf } from './suited.ts';

/**
 * Returns the error for a visualization that a run has no data for, with the command that makes it.
 */
export function missingData({ variant }: RunData, visualization: Visualization): UserError {
  const requested = needsOf(visualization).flatMap((need) =>
    'analyzer' in need ? [`--analyzer ${need.analyzer}`] : []
  );
  const task = taskOf(variant.config);
  const lack = needsOf(visualization)
    .map((need) => meaningless(need, variant))
    .find((reason) => reason !== null);
  if (lack)
    return new UserError(
      `no ${visualization.id} of ${task.title.toLowerCase()}: ${variant.name}`,
      `${lack}; ${usualOf(variant)} and more`
    );
  const absent = needsOf(visualization)
    .map((need) => absentArray(need, variant.config))
    .find((key) => key !== null);
  if (absent)
    return new UserError(
      `no ${visualization.id} of this model: ${variant.name}`,
      `it has no ${absent}; every model has parameter_trajectory, weight_norms and more`
    );
  if (variant.log !== undefined)
    return new UserError(`no data for ${visualization.id} in ${variant.name}`, usualOf(variant));
  return new UserError(
    `no data for ${visualization.id} in ${variant.name}`,
    requested.length > 0
      ? `run: ${analysisCommand(variant)} ${[...new Set(requested)].join(' ')}`
      : variant.language
        ? 'its losses are in the log of its trainer: see training_log'
        : 'the variant has no checkpoints or losses yet; train it first'
  );
}

/** Figures that every variant of its kind has. */
function usualOf({ log, language }: Variant): string {
  if (log !== undefined) return 'logged runs have logged_losses, logged_scalars, logged_map';
  return language
    ? 'language models have skill_trajectories, layer_drift'
    : 'every task has loss_curves, weight_norms, parameter_trajectory';
}

/** Why what a figure needs has no meaning for the task of a variant; null where it has one. */
function meaningless(need: Need, variant: Variant): string | null {
  if ('analyzer' in need) return lackOf(findAnalyzer(need.analyzer), variant);
  return need.from === 'source' ? lackOf(findSource(need.source), variant) : null;
}
