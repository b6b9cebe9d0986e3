import { symmetricEigenvalues } from './symmetric-eigenvalues.ts';

/**
 * Returns the singular values, descending, of a row-major rows×columns matrix; min(rows, columns) of them. They are the
 * roots of the eigenvalues of the shorter side's float64 Gram matrix, so the error is about 1e-8 of the largest value
 * for the smallest ones, far below float32 data. NaN in, NaN out.
 */
export function singularValues(
  matrix: ArrayLike<number>,
  rows: number,
  columns: number
): Float64Array {
  const gram = rows <= columns ? rowGram(matrix, rows, columns) : columnGram(matrix, rows, columns);
  return symmetricEigenvalues(gram, Math.min(rows, columns)).map((square) =>
    Math.sqrt(Math.max(square, 0))
  );
}

/** The lower triangle of A Aᵀ, two rows at a time: half the memory traffic. */
function rowGram(matrix: ArrayLike<number>, rows: number, columns: number): Float64Array {
  const a = Float64Array.from(matrix);
  const gram = new Float64Array(rows * rows);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j <= i; j += 2) {
      const [left, right, second] = [i * columns, j * columns, Math.min(j + 1, i) * columns];
      let one = 0;
      let two = 0;
      for (let k = 0; k < columns; k++) {
        const value = a[left + k]!;
        one += value * a[right + k]!;
        two += value * a[second + k]!;
      }
      gram[i * rows + j] = one;
      gram[i * rows + Math.min(j + 1, i)] = two;
    }
  }
  return gram;
}

/** The lower triangle of Aᵀ A, through the transposed copy, whose rows lie together. */
function columnGram(matrix: ArrayLike<number>, rows: number, columns: number): Float64Array {
  const turned = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) turned[j * rows + i] = matrix[i * columns + j]!;
  return rowGram(turned, columns, rows);
}
