import { findAnalyzer } from '../../analyzers/index.ts';
import { UserError } from '../../error/user-error.ts';
import { analysisCommand } from '../../loader/index.ts';
import { taskOf } from '../../task/index.ts';
import type { Visualization } from '../../visualizations/visualization.ts';
import { needsOf } from '../../visualizations/visualization.ts';
import { absentArray } from './absent-array.ts';
import type { RunData } from './run-data.ts';
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
    .flatMap((need) => ('analyzer' in need ? [findAnalyzer(need.analyzer)] : []))
    .map((analyzer) => lackOf(analyzer, task))
    .find((reason) => reason !== null);
  if (lack)
    return new UserError(
      `no ${visualization.id} of ${task.title.toLowerCase()}: ${variant.name}`,
      `${lack}; every task has loss_curves, weight_norms, accuracy_grid and more`
    );
  const absent = needsOf(visualization)
    .map((need) => absentArray(need, variant.config))
    .find((key) => key !== null);
  if (absent)
    return new UserError(
      `no ${visualization.id} of this model: ${variant.name}`,
      `it has no ${absent}; every model has parameter_trajectory, weight_norms and more`
    );
  return new UserError(
    `no data for ${visualization.id} in ${variant.name}`,
    requested.length > 0
      ? `run: ${analysisCommand(variant)} ${[...new Set(requested)].join(' ')}`
      : 'the variant has no checkpoints or losses yet; train it first'
  );
}
