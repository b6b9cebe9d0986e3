import { normal } from './normal.ts';
import type { TorchGenerator } from './torch-generator.ts';

/**
 * Returns a Gaussian random walk from 0 with steps of about the given lengths in `dimensions` (at
 * least as many as steps) dimensions, as points [steps + 1, steps] that have its distances and
 * angles: the increments are the rows of the triangular factor of a Wishart matrix (Bartlett 1933),
 * χ by Wilson and Hilferty 1931, so that the cost does not depend on the number of dimensions. The
 * same generator state gives the same walk.
 */
export function randomWalk(
  lengths: ArrayLike<number>,
  dimensions: number,
  generator: TorchGenerator
): Float64Array {
  const n = lengths.length;
  const points = new Float64Array((n + 1) * n);
  const draws = normal(generator, (n * (n + 1)) / 2);
  const scale = 1 / Math.sqrt(dimensions);
  let next = 0;
  for (let i = 0; i < n; i++) {
    points.copyWithin((i + 1) * n, i * n, (i + 1) * n);
    for (let j = 0; j <= i; j++) {
      const draw = draws[next++];
      const size = j < i ? draw : chi(Math.max(dimensions - i, 1), draw);
      points[(i + 1) * n + j] += lengths[i] * scale * size;
    }
  }
  return points;
}

function chi(freedom: number, draw: number): number {
  const spread = 2 / (9 * freedom);
  return Math.sqrt(freedom * Math.max(1 - spread + draw * Math.sqrt(spread), 0) ** 3);
}
