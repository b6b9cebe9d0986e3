/**
 * Returns (Σ s)² / Σ s² of non-negative values: how many of them share the sum evenly, from 1 (one
 * alone) to n (all equal); 0 where all are 0. On singular values it is the effective dimensionality
 * of a matrix (on s, not on s²).
 */
export function participationRatio(values: ArrayLike<number>): number {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    sum += values[i];
    squares += values[i] ** 2;
  }
  return squares === 0 ? 0 : sum ** 2 / squares;
}
