import { mkdirSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { UserError } from '../../error/user-error.ts';
import { printable } from '../../text/printable.ts';
import { isFolder } from './folder.ts';
import { sweep, temporaryPath } from './leftovers.ts';
import { fileError } from './read-file.ts';

/** Folders that this process has swept: once each. */
const swept = new Set<string>();

/**
 * Writes a file so that a reader, or a kill at any moment, sees the old content or the new one and
 * nothing between: a hidden temporary file in the same folder, then a rename. Missing folders are
 * made, and what killed writers left in the folder is removed. Throws UserError when the folder is
 * unwritable or full, and what `check` throws, which is asked just before folders are made and just
 * before the rename; the temporary file is then removed.
 */
export async function writeAtomic(
  path: string,
  bytes: Uint8Array | string,
  check?: () => void
): Promise<void> {
  const temporary = temporaryPath(path);
  try {
    await sweepOnce(resolve(dirname(path)));
    await writeFile(temporary, bytes).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
      check?.();
      makeFolder(dirname(path));
      await writeFile(temporary, bytes);
    });
    check?.();
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    check?.();
    throw writeError(error, path);
  }
}

async function sweepOnce(folder: string): Promise<void> {
  if (swept.has(folder)) return;
  swept.add(folder);
  await sweep(folder);
}

/**
 * Makes a folder and those above it; it may exist. Node's recursive mkdir never returns where a
 * file system answers "no such folder" to a new one, as /proc does. Throws the system's error.
 */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && isFolder(path)) return;
    if (code !== 'ENOENT' || dirname(path) === path) throw error;
    makeFolder(dirname(path));
    try {
      mkdirSync(path);
    } catch (again) {
      if ((again as NodeJS.ErrnoException).code !== 'EEXIST' || !isFolder(path)) throw again;
    }
  }
}

/**
 * Returns a UserError for a failed write; errors that are no system errors come back as they are.
 */
export function writeError(error: unknown, path: string): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (code !== 'ENOENT' && code !== 'ENOTDIR' && code !== 'EEXIST' && code !== 'EISDIR')
    return fileError(error, path);
  return new UserError(
    `cannot write: ${printable(path)}`,
    'a file is where a folder must be, or the folder is gone; use another one: --results DIR'
  );
}
