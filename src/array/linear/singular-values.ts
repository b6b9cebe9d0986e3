import { gram } from './gram.ts';
import { symmetricEigenvalues } from './symmetric-eigenvalues.ts';
import { transposed } from './transposed.ts';

/**
 * Returns the singular values, descending, of a row-major rows×columns matrix; min(rows, columns)
 * of them. They are the roots of the eigenvalues of the shorter side's float64 Gram matrix, so the
 * error is about 1e-8 of the largest value for the smallest ones, far below float32 data. NaN in,
 * NaN out.
 */
export function singularValues(
  matrix: ArrayLike<number>,
  rows: number,
  columns: number
): Float64Array {
  const squares = gram(...byShorterSide(matrix, rows, columns));
  return symmetricEigenvalues(squares, Math.min(rows, columns)).map((square) =>
    Math.sqrt(Math.max(square, 0))
  );
}

/** The matrix or its transposed copy, whichever has fewer rows. */
function byShorterSide(
  matrix: ArrayLike<number>,
  rows: number,
  columns: number
): [Float64Array, number, number] {
  if (rows <= columns) return [Float64Array.from(matrix), rows, columns];
  return [transposed(matrix, rows, columns), columns, rows];
}
