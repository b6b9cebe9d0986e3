import type { Numbers } from '../array/tensor.ts';

/**
 * Returns the elements of an array in row-major order: `data` itself, or a reordered copy where it
 * is `fortran` (column-major). `lanes` numbers make one element (2 for complex).
 */
export function rowMajor<A extends Numbers>(
  data: A,
  shape: readonly number[],
  lanes: number,
  fortran: boolean
): A {
  const rank = shape.length;
  if (!fortran || rank < 2 || data.length === 0) return data;
  const out = data.slice() as A;
  const strides = shape.map((_, axis) => shape.slice(0, axis).reduce((size, n) => size * n, lanes));
  const index = new Array<number>(rank).fill(0);
  let from = 0;
  for (let to = 0; to < data.length; to += lanes) {
    for (let lane = 0; lane < lanes; lane++) out[to + lane] = data[from + lane];
    for (let axis = rank - 1; axis >= 0; axis--) {
      index[axis]++;
      from += strides[axis];
      if (index[axis] < shape[axis]) break;
      from -= shape[axis] * strides[axis];
      index[axis] = 0;
    }
  }
  return out;
}
