import type { Tensor } from '../../array/tensor.ts';

/** Returns an int64 tensor of whole numbers, [n] unless a shape is given. */
export function int64(
  values: ArrayLike<number>,
  shape: readonly number[] = [values.length]
): Tensor {
  return { dtype: 'int64', shape, data: Float64Array.from(values) };
}
