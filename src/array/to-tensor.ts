import { UserError } from '../error/user-error.ts';
import type { DType, NamedArrays, Numbers, Tensor } from './tensor.ts';

/**
 * Numbers as a script may hold them: one, a list, lists of lists (null is NaN), a typed array, or a
 * Tensor.
 */
export type ArrayLikeInput =
  | number
  | null
  | boolean
  | Numbers
  | BigInt64Array
  | BigUint64Array
  | Tensor
  | readonly ArrayLikeInput[];

const typed: readonly (readonly [new (n: number) => Numbers, DType])[] = [
  [Float32Array, 'float32'],
  [Float64Array, 'float64'],
  [Int8Array, 'int8'],
  [Int16Array, 'int16'],
  [Int32Array, 'int32'],
  [Uint8Array, 'uint8'],
  [Uint16Array, 'uint16'],
  [Uint32Array, 'uint32']
];

/**
 * Returns numbers as a tensor: a Tensor as it is, a typed array over the same memory with shape
 * [n], lists as float64 with the shape of their nesting; a list of equal typed arrays keeps their
 * type. Throws a UserError on lists of unequal length and on anything that is not a number.
 */
export function toTensor(input: ArrayLikeInput): Tensor {
  if (isTensor(input)) return input;
  if (ArrayBuffer.isView(input)) return fromTyped(input as Numbers | BigInt64Array);
  if (!Array.isArray(input))
    return { dtype: 'float64', shape: [], data: Float64Array.of(scalar(input)) };
  const rows = input.map((row) => (isNested(row) ? toTensor(row) : null));
  if (rows.every((row) => row === null)) {
    return { dtype: 'float64', shape: [input.length], data: Float64Array.from(input, scalar) };
  }
  const shape = rows[0]?.shape ?? [];
  if (rows.some((row) => row === null || String(row.shape) !== String(shape)))
    throw new UserError('invalid array: rows of unequal length', 'give lists of equal length');
  return stacked(rows as readonly Tensor[], shape);
}

/** Returns an object's arrays as tensors by name. */
export function toArrays(arrays: Readonly<Record<string, ArrayLikeInput>>): NamedArrays {
  return Object.fromEntries(Object.entries(arrays).map(([key, value]) => [key, toTensor(value)]));
}

function isTensor(input: ArrayLikeInput): input is Tensor {
  return typeof input === 'object' && input !== null && 'shape' in input && 'data' in input;
}

function isNested(input: ArrayLikeInput): boolean {
  return typeof input === 'object' && input !== null;
}

function fromTyped(data: Numbers | BigInt64Array | BigUint64Array): Tensor {
  if (data instanceof BigInt64Array || data instanceof BigUint64Array)
    return { dtype: 'int64', shape: [data.length], data: Float64Array.from(data, Number) };
  const dtype = typed.find(([type]) => data instanceof type)?.[1];
  if (!dtype)
    throw new UserError('invalid array: unknown element type', 'give Float32Array or Float64Array');
  return { dtype, shape: [data.length], data };
}

function stacked(rows: readonly Tensor[], shape: readonly number[]): Tensor {
  const { dtype } = rows[0];
  const same = rows.every((row) => row.dtype === dtype);
  const Type = (same && typed.find(([, name]) => name === dtype)?.[0]) || Float64Array;
  const data = new Type(rows.reduce((size, row) => size + row.data.length, 0));
  let at = 0;
  for (const row of rows) {
    data.set(row.data, at);
    at += row.data.length;
  }
  return { dtype: Type === Float64Array ? 'float64' : dtype, shape: [rows.length, ...shape], data };
}

function scalar(value: unknown): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean' || typeof value === 'bigint') return Number(value);
  if (value === null || value === undefined) return Number.NaN;
  throw new UserError(`invalid number: ${value}`, 'arrays hold numbers; null means a gap');
}
