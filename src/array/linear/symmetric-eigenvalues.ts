import { diagonalized, tridiagonal } from './tridiagonal.ts';

/**
 * Returns the eigenvalues, descending, of the symmetric n×n matrix whose lower triangle is in
 * `matrix` (row-major, not changed); absolute error about 1e-15 times the largest. Householder
 * reduction to three diagonals, then the implicit QL iteration; about (2/3)n³ multiply-adds. NaN
 * in, NaN out.
 */
export function symmetricEigenvalues(matrix: ArrayLike<number>, n: number): Float64Array {
  const { diagonal, below } = tridiagonal(Float64Array.from(matrix), n);
  return diagonalized(diagonal, below).sort().reverse();
}
