import { parse } from 'npyjs';
import type { Numbers, Tensor } from '../array/tensor.ts';
import { UserError } from '../error/user-error.ts';
import { shortened } from '../text/shortened.ts';
import { concat } from './concat.ts';
import { damaged } from './damaged.ts';
import { toFloat16 } from './half.ts';
import { toInt64 } from './integers.ts';
import { type NpyHeader, npyHeader, readNpyHeader } from './npy-header.ts';
import { rowMajor } from './row-major.ts';
import { storedElements } from './stored-elements.ts';

/**
 * Returns the array of a .npy file in row-major order, as a view on `file` where alignment and
 * order allow; big-endian elements are turned round in place. Returns the error that names a type
 * that grokscope does not read. Throws UserError where header and payload contradict each other.
 */
export function readNpy(file: Uint8Array, name: string): Tensor | UserError {
  const header = readNpyHeader(file, name);
  if (header instanceof UserError) return header;
  const { code, dtype, shape, fortran, start } = header;
  const holds = file.length - start;
  const claims = header.size * header.itemSize;
  if (holds !== claims)
    throw damaged(
      'npz',
      `${name} holds ${holds} bytes, its shape (${shortened(shape.join(', '), 100)}) needs ${claims}`
    );
  const lanes = code.startsWith('c') ? 2 : 1;
  return {
    dtype,
    shape,
    data: rowMajor(elements(file, header, name), shape, lanes, fortran)
  };
}

/**
 * Returns the bytes of a .npy file of the tensor. Throws RangeError if the length of the data does
 * not fit its shape.
 */
export function writeNpy(tensor: Tensor): Uint8Array {
  const { dtype, shape, data } = tensor;
  const expected = shape.reduce((size, n) => size * n, dtype === 'complex128' ? 2 : 1);
  if (data.length !== expected)
    throw new RangeError(
      `invalid length: ${data.length} (shape [${shape}] of ${dtype} holds ${expected})`
    );
  return concat([npyHeader(dtype, shape), payload(tensor)]);
}

function payload({ dtype, data }: Tensor): Uint8Array {
  if (dtype === 'int64' || dtype === 'uint64') return toInt64(data);
  const stored = dtype === 'float16' ? toFloat16(data) : data;
  return new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength);
}

/**
 * Types that npyjs gives as numbers; it makes BigInts of 64 bits, lists of truth values, and reads
 * no other byte order.
 */
const plain = ['f2', 'f4', 'f8', 'i1', 'u1', 'i2', 'u2', 'i4', 'u4', 'c16'];

/** Codes of {@link storedElements} by the letters of NumPy's. */
const letters: Readonly<Record<string, string>> = { f: 'F', c: 'F', i: 'I', u: 'U' };

function elements(
  file: Uint8Array,
  { code, bigEndian, itemSize, start }: NpyHeader,
  name: string
): Numbers {
  const width = code.startsWith('c') ? itemSize / 2 : itemSize;
  if (!bigEndian && plain.includes(code) && start % width === 0) {
    const own = file.length === file.buffer.byteLength ? file : file.slice();
    return parse(own.buffer as ArrayBuffer).data as Numbers;
  }
  const raw = file.subarray(start);
  if (code === 'b1') return raw.map((value) => (value === 0 ? 0 : 1));
  if (bigEndian) turnRound(raw, width);
  const { data } = storedElements(`${letters[code[0]]}${8 * width}`, raw, 'npz', name)!;
  return code === 'c8' ? Float64Array.from(data) : data;
}

function turnRound(raw: Uint8Array, width: number): void {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  if (width === 2) bytes.swap16();
  else if (width === 4) bytes.swap32();
  else if (width === 8) bytes.swap64();
}
