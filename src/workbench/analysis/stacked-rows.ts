import { type NamedArrays, type Numbers, sizeOf, type Tensor } from '../../array/tensor.ts';

/** Returns equal arrays of some rows (at least one) with a leading row dimension. */
export function stacked(rows: readonly NamedArrays[]): NamedArrays {
  return Object.fromEntries(
    Object.keys(rows[0]).map((key) => [key, stack(rows.map((row) => row[key]))])
  );
}

function stack(rows: readonly Tensor[]): Tensor {
  const { dtype, shape, data } = rows[0];
  const size = sizeOf(shape);
  const all = new (data.constructor as new (size: number) => Numbers)(rows.length * size);
  rows.forEach((row, i) => {
    all.set(row.data, i * size);
  });
  return { dtype, shape: [rows.length, ...shape], data: all };
}
