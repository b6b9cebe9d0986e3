import ndarray, { type NdArray } from 'ndarray';

/**
 * The element type of an array as NumPy and safetensors name it. It says what is (or will be) on
 * disk: in memory float16 is held as Float32Array, bool as Uint8Array, int64 and uint64 as
 * Float64Array (exact to 2^53), complex128 as a Float64Array of interleaved (re, im) pairs.
 */
export type DType =
  | 'float16'
  | 'float32'
  | 'float64'
  | 'int8'
  | 'int16'
  | 'int32'
  | 'int64'
  | 'uint8'
  | 'uint16'
  | 'uint32'
  | 'uint64'
  | 'bool'
  | 'complex128';

/** The typed arrays that hold numbers in memory. */
export type Numbers =
  | Float32Array
  | Float64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | Uint8Array
  | Uint16Array
  | Uint32Array;

/**
 * A dense row-major (C order) array of numbers. A plain value: it can be posted to a worker.
 * `data.length` is the product of `shape` (twice that for complex128); a 0-d array has shape [] and
 * one element.
 */
export interface Tensor<A extends Numbers = Numbers> {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: A;
}

/** Arrays by name: the content of one npz or safetensors file. */
export type NamedArrays = Readonly<Record<string, Tensor>>;

/** Returns the number of elements of a shape (1 for a scalar). */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, n) => size * n, 1);
}

/**
 * Returns a float32 tensor over `data` (not copied). Throws RangeError if the length does not fit
 * the shape.
 */
export function float32(data: Float32Array, shape: readonly number[]): Tensor<Float32Array> {
  return checked({ dtype: 'float32', shape, data });
}

/**
 * Returns a float64 tensor over `data` (not copied). Throws RangeError if the length does not fit
 * the shape.
 */
export function float64(data: Float64Array, shape: readonly number[]): Tensor<Float64Array> {
  return checked({ dtype: 'float64', shape, data });
}

/**
 * Returns an int32 tensor over `data` (not copied). Throws RangeError if the length does not fit
 * the shape.
 */
export function int32(data: Int32Array, shape: readonly number[]): Tensor<Int32Array> {
  return checked({ dtype: 'int32', shape, data });
}

/** Returns a float64 vector, shape [n], of the given numbers. */
export function vector(values: ArrayLike<number>): Tensor<Float64Array> {
  return { dtype: 'float64', shape: [values.length], data: Float64Array.from(values) };
}

/**
 * Returns a strided view on the tensor's own memory, an `NdArray` of the package ndarray: `.pick(3,
 * null)` is a row, `.lo()`, `.hi()` and `.step()` are parts, `.transpose(1, 0)` swaps axes, all
 * without a copy. Of complex128 the last axis is (re, im).
 */
export function view<A extends Numbers>(tensor: Tensor<A>): NdArray<A> {
  const { dtype, shape, data } = tensor;
  return ndarray(data, dtype === 'complex128' ? [...shape, 2] : [...shape]) as NdArray<A>;
}

/**
 * Returns the rows of a tensor, along its last axis, or of a matrix in a view, as views where their
 * elements adjoin.
 */
export function rowsOf<A extends Numbers>(matrix: Tensor<A> | NdArray<A>): A[] {
  if ('stride' in matrix) {
    const { data, shape, stride, offset } = matrix;
    return Array.from({ length: shape[0] }, (_, row) => {
      const start = offset + row * stride[0];
      if (stride[1] === 1) return data.subarray(start, start + shape[1]) as A;
      const Copy = data.constructor as new (length: number) => A;
      return new Copy(shape[1]).map((_, column) => data[start + column * stride[1]]) as A;
    });
  }
  const width = matrix.shape.at(-1) ?? 1;
  return Array.from(
    { length: sizeOf(matrix.shape.slice(0, -1)) },
    (_, row) => matrix.data.subarray(row * width, (row + 1) * width) as A
  );
}

function checked<T extends Tensor>(tensor: T): T {
  const size = sizeOf(tensor.shape);
  if (tensor.data.length !== size)
    throw new RangeError(
      `invalid length: ${tensor.data.length} (shape [${tensor.shape}] holds ${size})`
    );
  return tensor;
}
