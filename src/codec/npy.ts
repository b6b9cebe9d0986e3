import { parse } from 'npyjs';
import type { Numbers, Tensor } from '../array/tensor.ts';
import { concat } from './concat.ts';
import { damaged } from './damaged.ts';
import { toFloat16 } from './half.ts';
import { fromInt64, toInt64 } from './integers.ts';
import { dtypeOf, type NpyHeader, npyHeader, readNpyHeader } from './npy-header.ts';
import { rowMajor } from './row-major.ts';

/** An array of text: `<U` or `|S` in NumPy. Values are in row-major order. */
export interface TextArray {
  readonly shape: readonly number[];
  readonly values: readonly string[];
}

/**
 * Returns the array of a .npy file in row-major order, or null when it holds text. npyjs decodes the elements; before
 * it may, header and payload are checked against each other. Throws UserError.
 */
export function readNpy(file: ArrayBuffer, name: string): Tensor | null {
  const header = checkedHeader(file, name);
  const dtype = dtypeOf(header.code);
  if (dtype === null) return null;
  const { shape } = header;
  const lanes = header.code.startsWith('c') ? 2 : 1;
  return { dtype, shape, data: rowMajor(elements(file, header), shape, lanes, header.fortran) };
}

/** Returns the texts of a .npy file; null when it holds numbers. Throws UserError. */
export function readNpyTexts(file: ArrayBuffer, name: string): TextArray | null {
  const { code, shape, size, itemSize, start, fortran } = checkedHeader(file, name);
  if (dtypeOf(code) !== null) return null;
  const encoding = code.startsWith('U') ? 'utf-32' : 'latin1';
  const texts = Array.from({ length: size }, (_, i) =>
    decodeText(new DataView(file, start + i * itemSize, itemSize), encoding)
  );
  if (!fortran) return { shape, values: texts };
  const places = rowMajor(Float64Array.from(texts.keys()), shape, 1, true);
  return { shape, values: Array.from(places, (i) => texts[i]!) };
}

/** Returns the bytes of a .npy file of the tensor. Throws RangeError if the length of the data does not fit its shape. */
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

function checkedHeader(file: ArrayBuffer, name: string): NpyHeader {
  const header = readNpyHeader(new Uint8Array(file), name);
  const holds = file.byteLength - header.start;
  const claims = header.size * header.itemSize;
  if (holds !== claims)
    throw damaged(
      'npz',
      `${name} holds ${holds} bytes, its shape (${header.shape.join(', ')}) needs ${claims}`
    );
  return header;
}

function elements(file: ArrayBuffer, { code, start, itemSize }: NpyHeader): Numbers {
  const bytes = new Uint8Array(file, start);
  if (code === 'i8' || code === 'u8') return fromInt64(bytes, code === 'i8');
  if (code === 'b1') return bytes.map((value) => (value === 0 ? 0 : 1));
  const lane = code === 'c16' ? 8 : code === 'c8' ? 4 : itemSize;
  const { data } = parse(start % lane === 0 ? file : realigned(file, start));
  return code === 'c8' ? Float64Array.from(data as Float32Array) : (data as Numbers);
}

/** Very old writers padded headers to nothing; typed arrays need the elements at a multiple of their size. */
function realigned(file: ArrayBuffer, start: number): ArrayBuffer {
  const old = new Uint8Array(file);
  const from = old[6] === 1 ? 10 : 12;
  const shift = (16 - (start % 16)) % 16;
  const moved = new Uint8Array(file.byteLength + shift).fill(0x20);
  moved.set(old.subarray(0, start));
  moved.set(old.subarray(start), start + shift);
  const length = start - from + shift;
  if (from === 10) new DataView(moved.buffer).setUint16(8, length, true);
  else new DataView(moved.buffer).setUint32(8, length, true);
  return moved.buffer;
}

function decodeText(data: DataView, encoding: 'utf-32' | 'latin1'): string {
  const step = encoding === 'utf-32' ? 4 : 1;
  let text = '';
  for (let at = 0; at < data.byteLength; at += step) {
    const code = step === 4 ? data.getUint32(at, true) : data.getUint8(at);
    text += code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code);
  }
  return text.replace(/\0+$/, '');
}
