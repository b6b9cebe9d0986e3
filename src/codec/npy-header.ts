import type { DType } from '../array/tensor.ts';
import { damaged, unsupported } from './damaged.ts';

/** What the header of a .npy file says, checked. */
export interface NpyHeader {
  /** NumPy's descr without byte order: `f4`, `b1`, `U64`. */
  readonly code: string;
  readonly fortran: boolean;
  readonly shape: readonly number[];
  /** Number of elements. */
  readonly size: number;
  readonly itemSize: number;
  /** Position of the first element. */
  readonly start: number;
}

const itemSizes: Readonly<Record<string, number>> = {
  b1: 1,
  i1: 1,
  u1: 1,
  i2: 2,
  u2: 2,
  f2: 2,
  i4: 4,
  u4: 4,
  f4: 4,
  i8: 8,
  u8: 8,
  f8: 8,
  c8: 8,
  c16: 16
};

/** NumPy's codes of the dtypes that arrays have on disk. */
export const npyCodes: Readonly<Record<DType, string>> = {
  float16: '<f2',
  float32: '<f4',
  float64: '<f8',
  int8: '|i1',
  int16: '<i2',
  int32: '<i4',
  int64: '<i8',
  uint8: '|u1',
  uint16: '<u2',
  uint32: '<u4',
  uint64: '<u8',
  bool: '|b1',
  complex128: '<c16'
};

/** Returns the dtype of a code; complex64 is widened to complex128; null for text. */
export function dtypeOf(code: string): DType | null {
  if (code === 'c8') return 'complex128';
  const known = Object.entries(npyCodes).find(([, descr]) => descr.slice(1) === code);
  return known ? (known[0] as DType) : null;
}

/**
 * Returns the checked header of a .npy file; `bytes` may be only its beginning. Throws UserError on a header that is
 * cut short or contradictory, and on pickled, structured, big-endian and date arrays, which grokscope does not read.
 */
export function readNpyHeader(bytes: Uint8Array, name: string): NpyHeader {
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic =
    bytes.length >= 12 && data.getUint32(0) === 0x934e554d && data.getUint16(4) === 0x5059;
  if (!magic) throw damaged('npz', `${name} is not an array`);
  const old = data.getUint8(6) === 1;
  const from = old ? 10 : 12;
  const start = from + (old ? data.getUint16(8, true) : data.getUint32(8, true));
  if (start > bytes.length) throw damaged('npz', `the header of ${name} is cut short`);
  const text = new TextDecoder('latin1').decode(bytes.subarray(from, start));
  const descr = /'descr'\s*:\s*'([^']*)'/.exec(text)?.[1];
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(text)?.[1];
  const dims = /'shape'\s*:\s*\(([^)]*)\)/.exec(text)?.[1];
  if (descr === undefined && /'descr'\s*:\s*\[/.test(text))
    throw unsupported(
      'npz',
      `${name} is a structured array`,
      'save each field as an array of its own'
    );
  if (descr === undefined || order === undefined || dims === undefined)
    throw damaged('npz', `the header of ${name} is unreadable`);
  const code = descr.replace(/^[<|=]/, '');
  const shape = shapeOf(dims, name);
  const size = shape.reduce((product, n) => product * n, 1);
  return { code, fortran: order === 'True', shape, size, itemSize: itemSizeOf(code, name), start };
}

function shapeOf(dims: string, name: string): readonly number[] {
  const parts = dims.split(',').map((part) => part.trim());
  if (parts.at(-1) === '') parts.pop();
  if (!parts.every((part) => /^\d{1,15}L?$/.test(part)))
    throw damaged('npz', `the shape of ${name} is unreadable: (${dims})`);
  return parts.map((part) => Number.parseInt(part, 10));
}

function itemSizeOf(code: string, name: string): number {
  const known = itemSizes[code];
  if (known !== undefined) return known;
  const text = /^([US])([1-9]\d{0,8})$/.exec(code);
  if (text) return Number(text[2]) * (text[1] === 'U' ? 4 : 1);
  if (code.startsWith('O'))
    throw unsupported(
      'npz',
      `${name} is a pickled array of objects`,
      'save it in NumPy as numbers: a.astype(float)'
    );
  if (code.startsWith('>'))
    throw unsupported(
      'npz',
      `${name} is big-endian`,
      "save it in NumPy as a.astype(a.dtype.newbyteorder('<'))"
    );
  throw unsupported(
    'npz',
    `${name} has the type ${code}`,
    'save it in NumPy as numbers: a.astype(float)'
  );
}

/** Returns the header of a row-major .npy file, padded so that the elements start at a multiple of 64 bytes. */
export function npyHeader(dtype: DType, shape: readonly number[]): Uint8Array {
  const dims = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '${npyCodes[dtype]}', 'fortran_order': False, 'shape': (${dims}), }`;
  const length = Math.ceil((10 + text.length + 1) / 64) * 64;
  const bytes = new Uint8Array(length).fill(0x20);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, (length - 10) & 255, (length - 10) >> 8]);
  bytes.set(new TextEncoder().encode(text), 10);
  bytes[length - 1] = 0x0a;
  return bytes;
}
