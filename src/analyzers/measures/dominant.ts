import type { Tensor } from '../../array/tensor.ts';

/** The strongest frequency of each column and its share. */
export interface Dominant {
  /** 0-based row of the largest fraction; the first of equals, so 0 for an all-zero column. */
  readonly frequency: Int32Array;
  readonly fraction: Float32Array;
}

/** Returns the strongest frequency of each column of a [frequency, n] matrix of fractions. */
export function dominantOf(fractions: Tensor): Dominant {
  const [rows, n] = fractions.shape as [number, number];
  const frequency = new Int32Array(n);
  const fraction = Float32Array.from(fractions.data.subarray(0, n));
  for (let row = 1; row < rows; row++) {
    for (let column = 0; column < n; column++) {
      const value = fractions.data[row * n + column];
      if (value > fraction[column]) {
        fraction[column] = value;
        frequency[column] = row;
      }
    }
  }
  return { frequency, fraction };
}
