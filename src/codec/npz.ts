import type { NamedArrays, Tensor } from '../array/tensor.ts';
import { UserError } from '../error/user-error.ts';
import { printable } from '../text/printable.ts';
import { shortened } from '../text/shortened.ts';
import { unsupported } from './damaged.ts';
import { readNpy, writeNpy } from './npy.ts';
import { readNpyTexts, type TextArray, writeNpyTexts } from './npy-text.ts';
import { unpackEntry, unpackEntryApart, type ZipEntry, zipEntries } from './zip-read.ts';
import { zip } from './zip-write.ts';

/** What to read of an npz file. */
export interface NpzSelection {
  /** Names of arrays; all when absent. */
  readonly keys?: readonly string[] | undefined;
  /**
   * Refuse to unpack more bytes than this in all; 512 MiB when absent. A function is asked only
   * beyond 16 MiB.
   */
  readonly limit?: number | (() => number) | undefined;
}

const MEBIBYTE = 2 ** 20;

/**
 * Returns the arrays of an npz file in row-major order; only `keys` if given (their absence is an
 * error). Arrays of types that grokscope does not read (objects, structures, text, dates, long
 * double) are left out: asking for one, by its key or of the result, throws the UserError that says
 * so. Throws UserError when the file is damaged or would unpack beyond the limit, before it is
 * unpacked.
 */
export function readNpz(
  bytes: Uint8Array,
  { keys, limit = 512 * MEBIBYTE }: NpzSelection = {}
): NamedArrays {
  const arrays: Record<string, Tensor> = {};
  for (const [name, entry] of chosenMembers(bytes, keys, limit))
    addArray(arrays, name, unpackEntry(bytes, entry), keys !== undefined);
  return arrays;
}

/**
 * Returns what {@link readNpz} returns, while large arrays are unpacked on other threads. Rejects
 * as that throws.
 */
export async function readNpzApart(
  bytes: Uint8Array,
  { keys, limit = 512 * MEBIBYTE }: NpzSelection = {}
): Promise<NamedArrays> {
  const arrays: Record<string, Tensor> = {};
  for (const [name, entry] of chosenMembers(bytes, keys, limit))
    addArray(arrays, name, await unpackEntryApart(bytes, entry), keys !== undefined);
  return arrays;
}

function addArray(
  arrays: Record<string, Tensor>,
  name: string,
  content: Uint8Array<ArrayBuffer>,
  isAsked: boolean
): void {
  const value = readNpy(content, name);
  if (value instanceof UserError) {
    if (isAsked) throw value;
    leaveOut(arrays, name, value);
  } else Object.defineProperty(arrays, name, { ...plain, value });
}

/**
 * Returns the arrays of text (`<U…`) in an npz file, each as its texts in row-major order (of a 0-d
 * array one); only `keys` if given, whose absence or being no text is an error. Others are left
 * out. Throws UserError as {@link readNpz} does.
 */
export function readNpzTexts(
  bytes: Uint8Array,
  { keys, limit = 512 * MEBIBYTE }: NpzSelection = {}
): Readonly<Record<string, readonly string[]>> {
  const texts: Record<string, readonly string[]> = {};
  for (const [name, entry] of chosenMembers(bytes, keys, limit)) {
    const value = readNpyTexts(unpackEntry(bytes, entry), name);
    if (!(value instanceof UserError)) Object.defineProperty(texts, name, { ...plain, value });
    else if (keys) throw value;
  }
  return texts;
}

/**
 * Returns an npz file of the arrays, in their order, that numpy.load reads. Arrays that hardly
 * shrink are stored; the bytes depend on nothing but the arrays. Throws RangeError if data does not
 * fit a shape.
 */
export function writeNpz(arrays: Readonly<Record<string, Tensor | TextArray>>): Uint8Array {
  return zip(
    Object.entries(arrays).map(([name, array]) => ({
      name: `${name}.npy`,
      content: 'texts' in array ? writeNpyTexts(array) : writeNpy(array)
    }))
  );
}

function chosenMembers(
  bytes: Uint8Array,
  keys: readonly string[] | undefined,
  limit: number | (() => number)
): readonly Member[] {
  const all = members(bytes);
  const wanted = keys && new Set(keys);
  const chosen = wanted ? all.filter(([name]) => wanted.has(name)) : all;
  if (wanted && chosen.length < wanted.size) throw missing(keys, all);
  checkTotal(chosen, limit);
  return chosen;
}

function checkTotal(chosen: readonly Member[], limit: number | (() => number)): void {
  const total = chosen.reduce((sum, [, entry]) => sum + entry.size, 0);
  if (typeof limit === 'function' && total <= 16 * MEBIBYTE) return;
  const most = typeof limit === 'function' ? limit() : limit;
  if (total > most)
    throw unsupported(
      'npz',
      `it unpacks to ${Math.ceil(total / MEBIBYTE)} MiB, more than the ${Math.floor(most / MEBIBYTE)} that it may have`,
      'it may be a zip bomb, or belong to a larger model'
    );
}

/** Names come from the file: `__proto__` is one like any other. */
const plain = { enumerable: true, writable: true, configurable: true } as const;

/** The array is not among the keys, but who reads it without asking learns why it is not there. */
function leaveOut(arrays: object, name: string, why: UserError): void {
  Object.defineProperty(arrays, name, {
    get() {
      throw why;
    },
    enumerable: false,
    configurable: true
  });
}

function missing(keys: readonly string[] | undefined, all: readonly Member[]): UserError {
  const held = all.map(([name]) => name);
  const absent = keys?.find((key) => !held.includes(key)) ?? '';
  const names = shortened(printable(held.join(', ')), 500) || 'none';
  return new UserError(`missing array: ${printable(absent)}`, `the file holds: ${names}`);
}

type Member = readonly [name: string, entry: ZipEntry];

function members(bytes: Uint8Array): readonly Member[] {
  return zipEntries(bytes)
    .filter(({ name }) => name.endsWith('.npy'))
    .map((entry) => [entry.name.slice(0, -4), entry]);
}
