import { gram } from './gram.ts';
import { symmetricEigen } from './symmetric-eigen.ts';
import { transposed } from './transposed.ts';

/** Principal components of some points; signs are arbitrary. */
export interface PrincipalComponents {
  /** [columns] */
  readonly mean: Float64Array;
  /**
   * Squared singular values of the centred points, descending, [min(rows, columns)]; divide by rows
   * or rows − 1.
   */
  readonly squares: Float64Array;
  /** Unit directions, row-major [m, columns]; zero where the square is. */
  readonly axes: Float64Array;
  /** Coordinates of the points, row-major [rows, m]. */
  readonly scores: Float64Array;
}

/**
 * Returns the `most` (at most min(rows, columns)) strongest principal components of the rows of a
 * row-major matrix. By way of the Gram matrix of the shorter side, so memory and time grow with
 * that; components below 1e-8 of the strongest are rounding noise.
 */
export function principalComponents(
  points: ArrayLike<number>,
  rows: number,
  columns: number,
  most: number = Math.min(rows, columns)
): PrincipalComponents {
  const centred = Float64Array.from(points);
  const mean = centre(centred, rows, columns);
  const count = Math.min(rows, columns);
  const m = Math.min(most, count);
  if (rows < columns) {
    const { values, vectors } = symmetricEigen(gram(centred, rows, columns), rows, m); // [m, rows]
    const squares = values.map((value) => Math.max(value, 0));
    const scores = new Float64Array(rows * m);
    const axes = new Float64Array(m * columns);
    for (let c = 0; c < m; c++) {
      const length = Math.sqrt(squares[c]);
      for (let i = 0; i < rows; i++) {
        const share = vectors[c * rows + i];
        scores[i * m + c] = share * length;
        if (length === 0) continue;
        for (let j = 0; j < columns; j++)
          axes[c * columns + j] += (share * centred[i * columns + j]) / length;
      }
    }
    return { mean, squares, axes, scores };
  }
  const { values, vectors } = symmetricEigen(
    gram(transposed(centred, rows, columns), columns, rows),
    columns,
    m
  );
  const squares = values.map((value) => Math.max(value, 0));
  return { mean, squares, axes: vectors, scores: projected(centred, rows, columns, vectors) };
}

/**
 * Returns the coordinates of row-major points [rows, columns] along axes [m, columns], [rows, m].
 */
export function projected(
  points: ArrayLike<number>,
  rows: number,
  columns: number,
  axes: Float64Array
): Float64Array {
  const m = axes.length / columns;
  const scores = new Float64Array(rows * m);
  for (let i = 0; i < rows; i++) {
    for (let c = 0; c < m; c++) {
      let total = 0;
      for (let j = 0; j < columns; j++) total += points[i * columns + j] * axes[c * columns + j];
      scores[i * m + c] = total;
    }
  }
  return scores;
}

/** Takes the mean of the rows off them in place and returns it, [columns]. */
export function centre(points: Float64Array, rows: number, columns: number): Float64Array {
  const mean = new Float64Array(columns);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) mean[j] += points[i * columns + j];
  for (let j = 0; j < columns; j++) mean[j] /= rows;
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) points[i * columns + j] -= mean[j];
  return mean;
}
