import { principalComponents } from '../../array/linear/principal-components.ts';
import { randomWalk } from '../../array/random/random-walk.ts';
import type { TorchGenerator } from '../../array/random/torch-generator.ts';
import { firstComponents } from './plane-loop.ts';

/**
 * Returns a random walk with the given step lengths in `dimensions` (at least one per step) in its
 * first `count` principal components, row-major [steps + 1, count].
 */
export function walkComponents(
  steps: Float64Array,
  dimensions: number,
  count: number,
  generator: TorchGenerator
): Float64Array {
  const n = steps.length;
  if (n === 0) return new Float64Array(count);
  const points = randomWalk(steps, Math.max(dimensions, n), generator);
  const { scores } = principalComponents(points, n + 1, n, count);
  return firstComponents(scores, scores.length / (n + 1), count);
}
