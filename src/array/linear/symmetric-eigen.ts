import { diagonalized, tridiagonal } from './tridiagonal.ts';

/** The eigenvalues of a symmetric matrix, descending, and its eigenvectors. */
export interface SymmetricEigen {
  readonly values: Float64Array;
  /** Row-major [most, n]: row i is the unit eigenvector of values[i]; its sign is arbitrary. */
  readonly vectors: Float64Array;
}

/**
 * Returns the eigenvalues and the eigenvectors of the `most` largest (all by default) of the
 * symmetric n×n matrix whose lower triangle is in `matrix` (row-major, not changed); absolute error
 * about 1e-15 times the largest. Householder reduction, then the implicit QL iteration; about 4n³
 * multiply-adds. For the values alone use `symmetricEigenvalues`, several times faster. NaN in, NaN
 * out.
 */
export function symmetricEigen(
  matrix: ArrayLike<number>,
  n: number,
  most: number = n
): SymmetricEigen {
  const { diagonal, below, reflections, scales } = tridiagonal(Float64Array.from(matrix), n);
  const rows = new Float64Array(n * n);
  for (let i = 0; i < n; i++) rows[i * n + i] = 1;
  const unordered = diagonalized(diagonal, below, rows);
  const order = Array.from(unordered.keys()).sort((i, j) => unordered[j] - unordered[i]);
  const vectors = new Float64Array(Math.min(most, n) * n);
  for (const [to, from] of order.slice(0, most).entries()) {
    vectors.set(rows.subarray(from * n, (from + 1) * n), to * n);
    turnBack(vectors.subarray(to * n, (to + 1) * n), reflections, scales);
  }
  return { values: Float64Array.from(order, (i) => unordered[i]), vectors };
}

/** Applies the reflections to an eigenvector of the three diagonals, the last made first. */
function turnBack(x: Float64Array, reflections: Float64Array, scales: Float64Array): void {
  const n = x.length;
  for (let row = 1; row < n; row++) {
    const scale = scales[row];
    if (scale === 0) continue;
    const start = row * n;
    let dot = 0;
    for (let j = 0; j < row; j++) dot += reflections[start + j] * x[j];
    const share = dot / scale;
    for (let j = 0; j < row; j++) x[j] -= share * reflections[start + j];
  }
}
