import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import {
  isWholeZip,
  readNpz,
  readSafetensorsHeader,
  type SafetensorsEntry
} from '../codec/index.ts';
import { UserError } from '../error/user-error.ts';

/** The sizes of a tensor by its name. */
export type Shapes = Readonly<Record<string, readonly number[]>>;

/** Bytes at the end of an npz that are looked at: its list of arrays is there, unless they are many. */
const TAIL = 2048;
/** Headers of checkpoints are a few kilobytes. */
const HEADER_LIMIT = 1_000_000;
const ROOM = 200_000;

/** What was found of a file while it had this size and modification time. */
interface Known {
  readonly stamp: string;
  readonly value: unknown;
}
const known = new Map<string, Known>();

/**
 * Tells whether an npz file is whole, by its ends: empty, cut and zero-filled ones are not. A file that cannot be opened
 * counts as whole; reading it says why. Remembered while the file keeps its size and modification time.
 */
export function isWholeNpz(path: string): boolean {
  return opened(path, true, (file, size) => {
    if (size === 0) return false;
    const head = bytesAt(file, 0, Math.min(4, size));
    const tail = bytesAt(file, Math.max(0, size - TAIL), Math.min(TAIL, size));
    return isWholeZip(head, tail, size) ?? isReadable(path);
  });
}

/**
 * Returns the shapes of the tensors in a checkpoint, by its header, but for those that cannot be weights: whole numbers,
 * truth values, single numbers, empty ones. Null where it is damaged: empty, cut, zero-filled. A file that cannot be
 * opened has none; reading it says why. Remembered as in {@link isWholeNpz}.
 */
export function shapesIn(path: string): Shapes | null {
  return opened<Shapes | null>(path, {}, (file, size) => {
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

function opened<T>(path: string, unopened: T, look: (file: number, size: number) => T): T {
  try {
    const found = statSync(path);
    if (!found.isFile()) return unopened;
    const stamp = `${found.size} ${found.mtimeMs} ${found.ino}`;
    const before = known.get(path);
    if (before?.stamp === stamp) return before.value as T;
    const file = openSync(path, 'r');
    try {
      const value = look(file, found.size);
      if (known.size >= ROOM) known.clear();
      known.set(path, { stamp, value });
      return value;
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return unopened;
  }
}

function bytesAt(file: number, position: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  return bytes.subarray(0, readSync(file, bytes, 0, length, position));
}

function isReadable(path: string): boolean {
  try {
    readNpz(readFileSync(path), { keys: [] });
    return true;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}
