import { arraysOfModel, findAnalyzer } from '../../analyzers/index.ts';
import type { Need } from '../../visualizations/visualization.ts';

/** Returns the first array that a figure needs and a run's model does not have; null for none. */
export function absentArray(need: Need, config: Readonly<Record<string, unknown>>): string | null {
  if (need.from !== 'across' || !need.arrays) return null;
  const present = arraysOfModel(findAnalyzer(need.analyzer).acrossArrays ?? {}, config);
  return need.arrays.find((key) => !Object.hasOwn(present, key)) ?? null;
}
