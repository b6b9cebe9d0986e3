import type { DType, NamedArrays, Tensor } from '../array/tensor.ts';
import { printable } from '../error/printable.ts';
import { UserError } from '../error/user-error.ts';
import { unsupported } from './damaged.ts';
import { readNpy, readNpyTexts, type TextArray, writeNpy } from './npy.ts';
import { dtypeOf, readNpyHeader } from './npy-header.ts';
import { peekEntry, unpackEntry, type ZipEntry, zipEntries } from './zip-read.ts';
import { zip } from './zip-write.ts';

/** One array of an npz file, without its elements. */
export interface NpzEntry {
  readonly name: string;
  readonly dtype: DType | 'text';
  readonly shape: readonly number[];
}

/** What to read of an npz file. */
export interface NpzSelection {
  /** Names of arrays; all when absent. */
  readonly keys?: readonly string[] | undefined;
  /** Refuse to unpack more bytes than this in all; 512 MiB when absent. */
  readonly limit?: number | undefined;
}

const MEBIBYTE = 2 ** 20;
/** Longer headers come back truncated from a peek and the array is then unpacked as a whole. */
const PEEK = 1024;

/** Returns the names of the arrays in an npz file, in file order, without unpacking any. Throws UserError. */
export function npzNames(bytes: Uint8Array): readonly string[] {
  return members(bytes).map(([name]) => name);
}

/** Returns name, dtype and shape of each array in an npz file; unpacks only the headers. Throws UserError. */
export function npzEntries(bytes: Uint8Array): readonly NpzEntry[] {
  return members(bytes).map(([name, entry]) => {
    const { code, shape } = readNpyHeader(peekEntry(bytes, entry, PEEK), name);
    return { name, dtype: dtypeOf(code) ?? 'text', shape };
  });
}

/**
 * Returns the arrays of an npz file in row-major order; only `keys` if given (their absence is an error). Arrays of
 * text are left out: see {@link readNpzTexts}. Throws UserError when the file is damaged or would unpack beyond the limit.
 */
export function readNpz(bytes: Uint8Array, selection: NpzSelection = {}): NamedArrays {
  const arrays = unpacked(bytes, selection, readNpy);
  const text = selection.keys?.find((key) => !arrays.has(key));
  if (text !== undefined)
    throw unsupported('npz', `${text} holds text, not numbers`, 'read it as text');
  return Object.fromEntries(arrays);
}

/** Returns the arrays of text in an npz file; only `keys` if given. Throws UserError as {@link readNpz}. */
export function readNpzTexts(
  bytes: Uint8Array,
  selection: NpzSelection = {}
): Readonly<Record<string, TextArray>> {
  return Object.fromEntries(unpacked(bytes, selection, readNpyTexts));
}

/**
 * Returns an npz file of the arrays, in their order, that numpy.load reads. Arrays that hardly shrink are stored; the
 * bytes depend on nothing but the arrays. Throws RangeError if data does not fit a shape.
 */
export function writeNpz(arrays: Readonly<Record<string, Tensor>>): Uint8Array {
  return zip(
    Object.entries(arrays).map(([name, tensor]) => ({
      name: `${name}.npy`,
      content: writeNpy(tensor)
    }))
  );
}

function unpacked<T>(
  bytes: Uint8Array,
  { keys, limit = 512 * MEBIBYTE }: NpzSelection,
  decode: (file: ArrayBuffer, name: string) => T | null
): ReadonlyMap<string, T> {
  const chosen = members(bytes).filter(([name]) => keys === undefined || keys.includes(name));
  const absent = keys?.find((key) => !chosen.some(([name]) => name === key));
  if (absent !== undefined) {
    const held = printable(npzNames(bytes).join(', ')) || 'none';
    throw new UserError(`missing array: ${printable(absent)}`, `the file holds: ${held}`);
  }
  const total = chosen.reduce((sum, [, entry]) => sum + entry.size, 0);
  if (total > limit)
    throw unsupported(
      'npz',
      `it unpacks to ${Math.ceil(total / MEBIBYTE)} MiB, more than ${Math.floor(limit / MEBIBYTE)}`,
      'it may be a zip bomb; read only some of its arrays'
    );
  const out = new Map<string, T>();
  for (const [name, entry] of chosen) {
    const value = decode(unpackEntry(bytes, entry), name);
    if (value !== null) out.set(name, value);
  }
  return out;
}

function members(bytes: Uint8Array): readonly (readonly [string, ZipEntry])[] {
  return zipEntries(bytes)
    .filter(({ name }) => name.endsWith('.npy'))
    .map((entry) => [entry.name.slice(0, -4), entry]);
}
