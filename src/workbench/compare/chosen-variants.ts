import { evenly } from '../../array/statistics/evenly.ts';
import { hasAcross, hasLosses, hasSummary, type Variant } from '../../loader/index.ts';
import type { Visualization } from '../../visualizations/visualization.ts';
import { needsOf } from '../../visualizations/visualization.ts';

/** Lines beyond this many variants hide each other, and take minutes to read and draw. */
const mostCompared = 200;

/** Variants to lay over each other. */
export interface ChosenVariants {
  readonly chosen: readonly Variant[];
  /**
   * How many have data for the figure; of up to 200 variants nothing is looked at, and all are
   * chosen.
   */
  readonly drawable: number;
}

/**
 * Returns the variants that a comparison draws: all of up to 200; of more, 200 that lie evenly
 * among those that have data for the figure, first and last included.
 */
export function chosenVariants(
  variants: readonly Variant[],
  visualization: Visualization
): ChosenVariants {
  if (variants.length <= mostCompared) return { chosen: variants, drawable: variants.length };
  const drawable = variants.filter((variant) => hasDataFor(variant, visualization));
  return { chosen: evenly(drawable, mostCompared), drawable: drawable.length };
}

function hasDataFor(variant: Variant, visualization: Visualization): boolean {
  return needsOf(visualization).every((need) => {
    if (need.from === 'losses') return hasLosses(variant);
    if (need.from === 'summary') return hasSummary(variant, need.analyzer);
    if (need.from === 'across') return hasAcross(variant, need.analyzer);
    return variant.state !== 'untrained';
  });
}
