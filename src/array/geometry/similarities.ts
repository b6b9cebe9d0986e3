/**
 * Returns the cosine similarities of the rows of a row-major matrix, the upper triangle (row <
 * column) row by row; NaN where a row is all zeros or holds NaN.
 */
export function cosineSimilarities(
  points: ArrayLike<number>,
  rows: number,
  columns: number
): Float64Array {
  const unit = Float64Array.from(points);
  for (let i = 0; i < rows; i++) {
    let square = 0;
    for (let d = 0; d < columns; d++) square += unit[i * columns + d] ** 2;
    const length = Math.sqrt(square);
    for (let d = 0; d < columns; d++) unit[i * columns + d] /= length;
  }
  const found = new Float64Array((rows * (rows - 1)) / 2);
  let at = 0;
  for (let i = 0; i < rows; i++)
    for (let j = i + 1; j < rows; j++) {
      let product = 0;
      for (let d = 0; d < columns; d++) product += unit[i * columns + d] * unit[j * columns + d];
      found[at++] = product;
    }
  return found;
}

/**
 * Returns Pearson's correlation of two series of one length, -1..1; NaN where all of one side are
 * equal.
 */
export function pearson(one: ArrayLike<number>, other: ArrayLike<number>): number {
  const n = one.length;
  let [a, b] = [0, 0];
  for (let i = 0; i < n; i++) {
    a += one[i];
    b += other[i];
  }
  const [meanA, meanB] = [a / n, b / n];
  let [product, first, second] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [x, y] = [one[i] - meanA, other[i] - meanB];
    product += x * y;
    first += x * x;
    second += y * y;
  }
  // What is constant but for rounding has no correlation.
  const isConstant = first <= 1e-24 * n * meanA ** 2 || second <= 1e-24 * n * meanB ** 2;
  return isConstant || first === 0 || second === 0
    ? Number.NaN
    : product / Math.sqrt(first * second);
}
