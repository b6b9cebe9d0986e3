import { statSync } from 'node:fs';
import { type FileDescription, fileError } from './read-file.ts';

interface Remembered {
  readonly stamp: string;
  readonly value: Promise<unknown>;
}

/** Values held; each is at most a metadata.json or one stacked array file. */
const ROOM = 6;
const known = new Map<string, Remembered>();

/**
 * Returns `make()`, or what it returned for this key while the file has kept its size and
 * modification time. For files that are slow to decode and asked for at every step of the cursor;
 * `isWorthKeeping` may refuse to hold a large one in memory. Throws UserError when the file is
 * absent.
 */
export async function remembered<T>(
  path: string,
  part: string,
  description: FileDescription,
  make: () => Promise<T>,
  isWorthKeeping: (value: T) => boolean = () => true
): Promise<T> {
  const stamp = stampOf(path, description);
  const key = `${part}\0${path}`;
  const found = known.get(key);
  known.delete(key);
  const entry = found?.stamp === stamp ? found : { stamp, value: make() };
  known.set(key, entry);
  if (known.size > ROOM) known.delete(known.keys().next().value as string);
  try {
    const value = (await entry.value) as T;
    if (!isWorthKeeping(value)) known.delete(key);
    return value;
  } catch (error) {
    known.delete(key);
    throw error;
  }
}

function stampOf(path: string, description: FileDescription): string {
  try {
    const { size, mtimeMs, ino } = statSync(path);
    return `${size} ${mtimeMs} ${ino}`;
  } catch (error) {
    throw fileError(error, path, description);
  }
}
