import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readFileSync,
  readSync,
  type Stats,
  statSync
} from 'node:fs';
import {
  readSafetensorsHeader,
  type SafetensorsEntry,
  type ZipSizes,
  zipEntries,
  zipSizesAtEnd
} from '../../codec/index.ts';
import { UserError } from '../../error/user-error.ts';

/** The sizes of a tensor by its name. */
export type Shapes = Readonly<Record<string, readonly number[]>>;

/**
 * Smaller files are read at once; of larger ones so many bytes at the end hold the list of arrays,
 * unless they are many.
 */
const TAIL = 16_384;
/** Headers of checkpoints are a few kilobytes. */
const HEADER_LIMIT = 1_000_000;
const ROOM = 200_000;
/** A pipe is opened without waiting for its other end. */
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** What was found of a file while it had this size and modification time. */
interface Known {
  readonly stamp: string;
  readonly value: unknown;
}
const known = new Map<string, Known>();

/**
 * Bytes of each file (`key.npy`) in an npz; null where it is damaged; `'unreadable'` where it could
 * not be opened.
 */
export type NpzSizes = ZipSizes | null | 'unreadable';

/**
 * Returns what lies in an npz file by its list of files alone. Empty, cut and zero-filled ones are
 * damaged, as are links to nowhere. One that cannot be opened is `'unreadable'`; reading it says
 * why. Remembered while the file keeps its size and modification time.
 */
export function sizesInNpz(path: string): NpzSizes {
  return opened<NpzSizes>(path, { unopened: 'unreadable', absent: null }, (file, size) => {
    if (size === 0) return null;
    const tail = bytesAt(file, Math.max(0, size - TAIL), Math.min(TAIL, size));
    const head = size <= TAIL ? tail : bytesAt(file, 0, 4);
    const found = zipSizesAtEnd(head, tail, size);
    return shared(found === 'unknown' ? listed(path) : found);
  });
}

/** The artifacts of a run have the same list: it is kept once. */
const lists = new Map<string, ZipSizes>();

function shared(sizes: ZipSizes | null): ZipSizes | null {
  if (sizes === null) return null;
  const key = JSON.stringify(sizes);
  const before = lists.get(key);
  if (before !== undefined) return before;
  if (lists.size >= ROOM) lists.clear();
  lists.set(key, sizes);
  return sizes;
}

/**
 * Returns the shapes of the tensors in a checkpoint, by its header, but for those that cannot be
 * weights: whole numbers, truth values, single numbers, empty ones. Null where it is damaged:
 * empty, cut, zero-filled. A file that cannot be opened has none; reading it says why. Remembered
 * as in {@link sizesInNpz}.
 */
export function shapesIn(path: string): Shapes | null {
  return opened<Shapes | null>(path, { unopened: {}, absent: null }, (file, size) => {
    if (size < 8) return null;
    const length = Number(new DataView(bytesAt(file, 0, 8).buffer).getBigUint64(0, true));
    if (length > Math.min(HEADER_LIMIT, size - 8)) return null;
    try {
      const { entries } = readSafetensorsHeader(bytesAt(file, 0, 8 + length), size);
      return Object.fromEntries(
        entries.filter(canBeWeights).map(({ name, shape }) => [name, shape])
      );
    } catch (error) {
      if (error instanceof UserError) return null;
      throw error;
    }
  });
}

function canBeWeights({ dtype, shape }: SafetensorsEntry): boolean {
  return /^B?F/.test(dtype) && shape.length > 0 && !shape.includes(0);
}

interface Otherwise<T> {
  /** Of a file that is there, but cannot be opened. */
  readonly unopened: T;
  /** Of a link to nowhere, and a file that has just gone. */
  readonly absent: T;
}

function opened<T>(
  path: string,
  { unopened, absent }: Otherwise<T>,
  look: (file: number, size: number) => T
): T {
  try {
    const before = known.get(path);
    if (before && stampOf(statSync(path)) === before.stamp) return before.value as T;
    const file = openSync(path, FLAGS);
    try {
      const found = fstatSync(file);
      if (!found.isFile()) return unopened;
      const value = look(file, found.size);
      if (known.size >= ROOM) known.clear();
      known.set(path, { stamp: stampOf(found), value });
      return value;
    } finally {
      closeSync(file);
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return code === 'ENOENT' ? absent : unopened;
  }
}

function stampOf({ size, mtimeMs, ino }: Stats): string {
  return `${size} ${mtimeMs} ${ino}`;
}

/** Of short reads these hold the bytes until the next. */
const buffers = [new Uint8Array(8), new Uint8Array(TAIL)];

function bytesAt(file: number, position: number, length: number): Uint8Array {
  const bytes = buffers.find((buffer) => length <= buffer.length) ?? new Uint8Array(length);
  return bytes.subarray(0, readSync(file, bytes, 0, length, position));
}

function listed(path: string): ZipSizes | null {
  try {
    return Object.fromEntries(zipEntries(readFileSync(path)).map(({ name, size }) => [name, size]));
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}
