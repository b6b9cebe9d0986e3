import { centre } from '../../array/linear/principal-components.ts';
import { singularValues } from '../../array/linear/singular-values.ts';

/** How closely some vectors lie along few directions. */
export interface Cohesion {
  /** Shares of the first three principal components in the variance; 0 where there is none. */
  readonly shares: readonly [number, number, number];
  /** Mean distance to the centre. */
  readonly spread: number;
}

/** Returns the cohesion of row-major vectors, [count, width], which it centres in place. */
export function cohesionOf(vectors: Float64Array, count: number, width: number): Cohesion {
  centre(vectors, count, width);
  let spread = 0;
  for (let from = 0; from < vectors.length; from += width) {
    let square = 0;
    for (let j = from; j < from + width; j++) square += vectors[j] * vectors[j];
    spread += Math.sqrt(square) / count;
  }
  const squares = singularValues(vectors, count, width).map((value) => value ** 2);
  const all = squares.reduce((sum, square) => sum + square, 0);
  const share = (c: number) => (all > 0 ? (squares[c] ?? 0) / all : 0);
  return { shares: [share(0), share(1), share(2)], spread };
}
