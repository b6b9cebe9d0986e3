/** Columns that are multiplied at a time, so that the rows stay in the cache. */
const BLOCK = 1024;

/**
 * Returns A Aᵀ of a row-major rows×columns matrix, [rows, rows], both triangles, in float64; added
 * to `onto` if given (not its upper triangle). About rows²·columns/2 multiply-adds. NaN in, NaN
 * out.
 */
export function gram(
  a: Float64Array,
  rows: number,
  columns: number,
  onto: Float64Array = new Float64Array(rows * rows)
): Float64Array {
  for (let from = 0; from < columns; from += BLOCK) {
    const count = Math.min(BLOCK, columns - from);
    let i = 0;
    for (; i + 1 < rows; i += 2) pairOfRows(a, i, rows, columns, from, count, onto);
    if (i < rows)
      for (let j = 0; j <= i; j++)
        onto[i * rows + j] += dot(a, i * columns + from, j * columns + from, count);
  }
  for (let i = 0; i < rows; i++)
    for (let j = i + 1; j < rows; j++) onto[i * rows + j] = onto[j * rows + i];
  return onto;
}

/** Rows i and i+1 with all rows up to i+1, four at a time: eight sums per six numbers read. */
function pairOfRows(
  a: Float64Array,
  i: number,
  rows: number,
  columns: number,
  from: number,
  count: number,
  onto: Float64Array
): void {
  const one = i * columns + from;
  const two = one + columns;
  let j = 0;
  for (; j + 3 <= i + 1; j += 4) {
    const [p, q, r, s] = [j, j + 1, j + 2, j + 3].map((row) => row * columns + from) as [
      number,
      number,
      number,
      number
    ];
    let [p1, q1, r1, s1, p2, q2, r2, s2] = [0, 0, 0, 0, 0, 0, 0, 0];
    for (let k = 0; k < count; k++) {
      const x = a[one + k];
      const y = a[two + k];
      const ap = a[p + k];
      const aq = a[q + k];
      const ar = a[r + k];
      const as = a[s + k];
      p1 += x * ap;
      q1 += x * aq;
      r1 += x * ar;
      s1 += x * as;
      p2 += y * ap;
      q2 += y * aq;
      r2 += y * ar;
      s2 += y * as;
    }
    const first = i * rows + j;
    const second = first + rows;
    onto[first] += p1;
    onto[first + 1] += q1;
    onto[first + 2] += r1;
    onto[first + 3] += s1;
    onto[second] += p2;
    onto[second + 1] += q2;
    onto[second + 2] += r2;
    onto[second + 3] += s2;
  }
  for (; j <= i + 1; j++) {
    const other = j * columns + from;
    if (j <= i) onto[i * rows + j] += dot(a, one, other, count);
    onto[(i + 1) * rows + j] += dot(a, two, other, count);
  }
}

function dot(a: Float64Array, left: number, right: number, count: number): number {
  let total = 0;
  for (let k = 0; k < count; k++) total += a[left + k] * a[right + k];
  return total;
}
