import type { Need, Needs, Visualization } from '../../visualizations/visualization.ts';

/** Returns true for a visualization with one need, whose arrays are its data. */
export function isSingle(needs: Needs): needs is Need {
  return typeof (needs as Need).from === 'string';
}

/** Returns all needs of a visualization. */
export function needsOf(visualization: Visualization): readonly Need[] {
  const { needs } = visualization;
  return isSingle(needs) ? [needs] : Object.values(needs);
}
