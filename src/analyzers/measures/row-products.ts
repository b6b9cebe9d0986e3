import { float64 } from '../../array/tensor.ts';
import { compile, input, matmul, swapLast } from '../../engine/index.ts';

/** Columns that are multiplied at a time. */
const SLICE = 4096;

/** Sums products of rows over slices of columns. */
export interface RowProducts {
  /**
   * Adds the products of n centred rows, slice by slice, onto [n, n]; `fill` writes n × count
   * numbers from a column on.
   */
  add(
    onto: Float64Array,
    columns: number,
    fill: (part: Float64Array, from: number, count: number) => void
  ): Promise<void>;
  dispose(): Promise<void>;
}

/**
 * Returns A Aᵀ for matrices of n rows, by the engine in float64 on the CPU: no more than a slice is
 * held besides A.
 */
export async function rowProducts(n: number): Promise<RowProducts> {
  const x = input('x', [n, SLICE]);
  const program = await compile(
    { products: matmul(x, swapLast(x)) },
    { dtype: 'float64', device: 'cpu' }
  );
  return {
    async add(onto, columns, fill) {
      for (let from = 0; from < columns; from += SLICE) {
        const count = Math.min(SLICE, columns - from);
        const part = new Float64Array(n * count);
        fill(part, from, count);
        const padded = count === SLICE ? part : widened(part, n, count);
        const { products } = await program.run({ x: float64(padded, [n, SLICE]) });
        products.data.forEach((value: number, i: number) => {
          onto[i] += value;
        });
      }
    },
    dispose: () => program.dispose()
  };
}

function widened(part: Float64Array, n: number, count: number): Float64Array {
  const padded = new Float64Array(n * SLICE);
  for (let row = 0; row < n; row++)
    padded.set(part.subarray(row * count, (row + 1) * count), row * SLICE);
  return padded;
}
