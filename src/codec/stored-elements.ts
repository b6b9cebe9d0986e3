import type { DType, Numbers } from '../array/tensor.ts';
import { damaged } from './damaged.ts';
import { fromBfloat16, fromFloat16 } from './half.ts';
import { fromInt64 } from './integers.ts';

/** Elements as they are held in memory, with the dtype they have from then on. */
export interface StoredElements {
  readonly dtype: DType;
  readonly data: Numbers;
}

type Reader = (raw: Uint8Array) => StoredElements;

const readers: Readonly<Record<string, Reader>> = {
  F32: (raw) => ({ dtype: 'float32', data: aligned(Float32Array, raw) }),
  F64: (raw) => ({ dtype: 'float64', data: aligned(Float64Array, raw) }),
  F16: (raw) => ({ dtype: 'float16', data: fromFloat16(aligned(Uint16Array, raw)) }),
  BF16: (raw) => ({ dtype: 'float32', data: fromBfloat16(aligned(Uint16Array, raw)) }),
  I64: (raw) => ({ dtype: 'int64', data: fromInt64(raw, true) }),
  U64: (raw) => ({ dtype: 'uint64', data: fromInt64(raw, false) }),
  I32: (raw) => ({ dtype: 'int32', data: aligned(Int32Array, raw) }),
  U32: (raw) => ({ dtype: 'uint32', data: aligned(Uint32Array, raw) }),
  I16: (raw) => ({ dtype: 'int16', data: aligned(Int16Array, raw) }),
  U16: (raw) => ({ dtype: 'uint16', data: aligned(Uint16Array, raw) }),
  I8: (raw) => ({ dtype: 'int8', data: aligned(Int8Array, raw) }),
  U8: (raw) => ({ dtype: 'uint8', data: raw }),
  BOOL: (raw) => ({ dtype: 'bool', data: raw })
};

/**
 * Returns little-endian elements by their code (`F32`, `BF16`, `I64` …), null for an unknown code.
 * BF16 is widened to float32, I64 and U64 to float64; the rest are views on `raw` where alignment
 * allows. Throws a UserError on truth values other than 0 and 1; `what` names the tensor.
 */
export function storedElements(
  code: string,
  raw: Uint8Array,
  format: string,
  what: string
): StoredElements | null {
  const read = Object.hasOwn(readers, code) ? readers[code] : null;
  if (code === 'BOOL' && raw.some((value) => value > 1))
    throw damaged(format, `${what} holds values other than true and false`);
  return read?.(raw) ?? null;
}

interface NumbersType<A extends Numbers> {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBufferLike, offset: number, length: number): A;
}

function aligned<A extends Numbers>(type: NumbersType<A>, raw: Uint8Array): A {
  const width = type.BYTES_PER_ELEMENT;
  const own = raw.byteOffset % width === 0 ? raw : raw.slice();
  return new type(own.buffer, own.byteOffset, own.byteLength / width);
}
