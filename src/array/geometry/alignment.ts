import { gram } from '../linear/gram.ts';

/** Inner products of points without those with themselves, and their sums. */
export interface LinearKernel {
  readonly size: number;
  /** Row-major [size, size], the diagonal 0. */
  readonly products: Float64Array;
  readonly rowSums: Float64Array;
  readonly sum: number;
}

/** Returns the linear kernel of the rows of a row-major matrix, for {@link debiasedCka}. */
export function linearKernel(
  points: ArrayLike<number>,
  rows: number,
  columns: number
): LinearKernel {
  const centred = Float64Array.from(points);
  for (let d = 0; d < columns; d++) {
    let mean = 0;
    for (let i = 0; i < rows; i++) mean += centred[i * columns + d] / rows;
    for (let i = 0; i < rows; i++) centred[i * columns + d] -= mean;
  }
  const lower = gram(centred, rows, columns);
  const products = new Float64Array(rows * rows);
  const rowSums = new Float64Array(rows);
  let sum = 0;
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < rows; j++) {
      if (i === j) continue;
      const value = lower[Math.max(i, j) * rows + Math.min(i, j)];
      products[i * rows + j] = value;
      rowSums[i] += value;
      sum += value;
    }
  return { size: rows, products, rowSums, sum };
}

/**
 * Returns the centred kernel alignment of two sets of the same points by the unbiased estimate of
 * HSIC (Song et al. 2012; Nguyen et al. 2021; Murphy et al. 2024, arXiv:2405.01012): near 0 for
 * independent ones of any width, also a little below; 1 for turned or scaled ones. NaN for fewer
 * than four points and for points that are all one.
 */
export function debiasedCka(one: LinearKernel, other: LinearKernel): number {
  return hsic(one, other) / Math.sqrt(hsic(one, one) * hsic(other, other));
}

function hsic(one: LinearKernel, other: LinearKernel): number {
  const n = one.size;
  let [trace, between] = [0, 0];
  for (let i = 0; i < one.products.length; i++) trace += one.products[i] * other.products[i];
  for (let i = 0; i < n; i++) between += one.rowSums[i] * other.rowSums[i];
  const all = (one.sum * other.sum) / ((n - 1) * (n - 2));
  return (trace + all - (2 * between) / (n - 2)) / (n * (n - 3));
}
