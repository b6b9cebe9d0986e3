import type { DType } from '../array/tensor.ts';
import { UserError } from '../error/user-error.ts';
import { damaged, unsupported } from './damaged.ts';

/** What the header of a .npy file says, checked. */
export interface NpyHeader {
  /** NumPy's descr without byte order: `f4`, `b1`, `c16`. */
  readonly code: string;
  readonly dtype: DType;
  /** True where the most significant byte comes first. */
  readonly bigEndian: boolean;
  readonly fortran: boolean;
  readonly shape: readonly number[];
  /** Number of elements. */
  readonly size: number;
  readonly itemSize: number;
  /** Position of the first element. */
  readonly start: number;
}

/** NumPy's codes of the dtypes that arrays have on disk. */
const npyCodes: Readonly<Record<DType, string>> = {
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

/** complex64 is widened. */
const dtypes: Readonly<Record<string, DType>> = {
  ...Object.fromEntries(Object.entries(npyCodes).map(([type, code]) => [code.slice(1), type])),
  c8: 'complex128'
};

/** NumPy's own limits on the length of a header and on the number of dimensions. */
const LONGEST = 10_000;
const MOST_DIMENSIONS = 64;
/** An array without elements may claim any length; nothing that is counted here is longer. */
const LONGEST_EMPTY = 2 ** 24;

/** The fields of a header as they are written, before anything is made of the type. */
export interface NpyFields {
  /** NumPy's type with its byte order: `<f4`, `<U10`. */
  readonly descr: string;
  readonly fortran: boolean;
  readonly shape: readonly number[];
  /** Number of elements. */
  readonly size: number;
  /** Position of the first element. */
  readonly start: number;
}

/**
 * Returns the checked header of a .npy file, or the error that names a type that grokscope does not
 * read: pickled, structured, text and date arrays, long double. Throws UserError on a header that
 * is cut short or contradictory.
 */
export function readNpyHeader(bytes: Uint8Array, name: string): NpyHeader | UserError {
  const fields = readNpyFields(bytes, name);
  if (fields instanceof UserError) return fields;
  const { descr, ...rest } = fields;
  const code = descr.replace(/^[<>|=]/, '');
  const dtype = Object.hasOwn(dtypes, code) ? dtypes[code] : null;
  if (dtype === null) return unread(name, descr);
  const itemSize = Number(code.slice(1));
  return { ...rest, code, dtype, bigEndian: descr.startsWith('>'), itemSize };
}

/**
 * Returns the fields of the header of a .npy file of whatever type, or the error that names a
 * structured one. Throws UserError on a header that is cut short or contradictory.
 */
export function readNpyFields(bytes: Uint8Array, name: string): NpyFields | UserError {
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic =
    bytes.length >= 12 && data.getUint32(0) === 0x934e554d && data.getUint16(4) === 0x5059;
  if (!magic) throw damaged('npz', `${name} is not an array`);
  const version = data.getUint8(6);
  if (version < 1 || version > 3)
    throw damaged('npz', `${name} has version ${version} of the format, 1 to 3 are known`);
  const from = version === 1 ? 10 : 12;
  const length = version === 1 ? data.getUint16(8, true) : data.getUint32(8, true);
  const start = from + length;
  if (start > bytes.length) throw damaged('npz', `the header of ${name} is cut short`);
  if (length > LONGEST) throw damaged('npz', `the header of ${name} has ${length} bytes`);
  // No pattern goes on beyond the next quote or bracket, so that each looks at a character once.
  const text = new TextDecoder('latin1').decode(bytes.subarray(from, start));
  const descr = /'descr'\s*:\s*'([^']*)'/.exec(text)?.[1];
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(text)?.[1];
  const dims = /'shape'\s*:\s*\(([^()']*)\)/.exec(text)?.[1];
  if (descr === undefined && /'descr'\s*:\s*\[/.test(text))
    return unsupported('npz', `${name} is a structured array`, 'save each field by itself');
  if (descr === undefined || order === undefined || dims === undefined)
    throw damaged('npz', `the header of ${name} is unreadable`);
  const shape = shapeOf(dims, name);
  const size = shape.reduce((product, n) => product * n, 1);
  return { descr, fortran: order === 'True', shape, size, start };
}

function shapeOf(dims: string, name: string): readonly number[] {
  const parts = dims.split(',').map((part) => part.trim());
  if (parts.at(-1) === '') parts.pop();
  if (!parts.every((part) => /^\d{1,15}L?$/.test(part)))
    throw damaged('npz', `the shape of ${name} is unreadable: (${dims})`);
  const shape = parts.map((part) => Number.parseInt(part, 10));
  if (shape.length > MOST_DIMENSIONS)
    throw damaged('npz', `${name} has ${shape.length} dimensions`);
  if (shape.includes(0) && shape.some((n) => n > LONGEST_EMPTY))
    throw damaged('npz', `${name} has no elements, but the shape (${dims})`);
  return shape;
}

function unread(name: string, descr: string): UserError {
  const hint = 'save it in NumPy as numbers: a.astype(float)';
  if (descr.startsWith('|O')) return unsupported('npz', `${name} is an array of objects`, hint);
  if (/^.?[US]\d/.test(descr)) return unsupported('npz', `${name} holds text, not numbers`, hint);
  return unsupported('npz', `${name} has the type ${descr}`, hint);
}

/**
 * Returns the header of a row-major .npy file, padded so that the elements start at a multiple of
 * 64 bytes.
 */
export function npyHeader(dtype: DType, shape: readonly number[]): Uint8Array {
  return npyHeaderOf(npyCodes[dtype], shape);
}

/** Returns the header of {@link npyHeader} for elements of NumPy's type `descr` (`<U10`). */
export function npyHeaderOf(descr: string, shape: readonly number[]): Uint8Array {
  const dims = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${dims}), }`;
  const length = Math.ceil((10 + text.length + 1) / 64) * 64;
  const bytes = new Uint8Array(length).fill(0x20);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, (length - 10) & 255, (length - 10) >> 8]);
  bytes.set(new TextEncoder().encode(text), 10);
  bytes[length - 1] = 0x0a;
  return bytes;
}
