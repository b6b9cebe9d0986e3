import { closeSync, constants, fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { UserError } from '../../error/user-error.ts';
import { printable } from '../../text/printable.ts';

/** What a missing or damaged file is called and how to mend it. */
export interface FileDescription {
  /** Message when the file is absent, value last: `missing artifact: coarseness at epoch 400`. */
  readonly missing: string;
  /** What to do when it is absent. */
  readonly hint?: string;
  /** What to do when it is damaged. */
  readonly remedy?: string;
  /** What to do where it is a folder. */
  readonly folder?: string;
  /** The most bytes that such a file may have; 2 GiB if not given. */
  readonly largest?: number;
}

/** Node's own limit. */
const LARGEST = 2 ** 31 - 1;

/** A pipe or a device is opened without waiting for its other end. */
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0);

/**
 * Returns the bytes of a file, in a buffer of their own, as many as it had when it was opened.
 * Every file that a user gives is read through this. Throws UserError when it is absent, unreadable
 * or larger than it may be, and when it is no regular file: a device never ends, a pipe may never
 * begin.
 */
export async function readBytes(path: string, description: FileDescription): Promise<Uint8Array> {
  if (isSmall(path)) return readBytesSync(path, description);
  try {
    const file = await open(path, FLAGS);
    try {
      const bytes = roomFor(await file.stat(), path, description);
      let size = 0;
      for (let more = 1; more > 0 && size < bytes.length; size += more)
        more = (await file.read(bytes, size, bytes.length - size, size)).bytesRead;
      return bytes.subarray(0, size);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw fileError(error, path, description);
  }
}

/** Going to another thread and back four times takes longer than to read such a file. */
function isSmall(path: string): boolean {
  try {
    return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) <= 2 ** 16;
  } catch {
    return true; // what is wrong is told when it is read
  }
}

/** Returns the bytes of a small file at once, as {@link readBytes} does. Throws UserError. */
export function readBytesSync(path: string, description: FileDescription): Uint8Array {
  try {
    const file = openSync(path, FLAGS);
    try {
      const bytes = roomFor(fstatSync(file), path, description);
      let size = 0;
      for (let more = 1; more > 0 && size < bytes.length; size += more)
        more = readSync(file, bytes, size, bytes.length - size, size);
      return bytes.subarray(0, size);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw fileError(error, path, description);
  }
}

function roomFor(found: Stats, path: string, description: FileDescription): Uint8Array {
  const { largest = LARGEST } = description;
  const shown = printable(path);
  if (found.isDirectory()) throw notAFile(shown, description);
  if (!found.isFile())
    throw new UserError(
      `not a regular file: ${shown}`,
      'it is a pipe or a device; copy what it gives into a file'
    );
  if (found.size > largest)
    throw new UserError(
      `file too large: ${Math.ceil(found.size / 2 ** 20)} MiB, at most ${Math.ceil(largest / 2 ** 20)} are expected: ${shown}`,
      description.remedy ?? 'it is not what it is taken for'
    );
  return new Uint8Array(Buffer.allocUnsafeSlow(found.size).buffer);
}

/**
 * Returns `decode` of a file's bytes; its UserErrors get the path and the remedy. Throws UserError.
 */
export async function readDecoded<T>(
  path: string,
  description: FileDescription,
  decode: (bytes: Uint8Array) => T | Promise<T>
): Promise<T> {
  const bytes = await readBytes(path, description);
  try {
    return await decode(bytes);
  } catch (error) {
    throw atPath(error, path, description);
  }
}

/**
 * Returns `decode` of a small file's bytes at once, as {@link readDecoded} does. Throws UserError.
 */
export function readDecodedSync<T>(
  path: string,
  description: FileDescription,
  decode: (bytes: Uint8Array) => T
): T {
  const bytes = readBytesSync(path, description);
  try {
    return decode(bytes);
  } catch (error) {
    throw atPath(error, path, description);
  }
}

/** A UserError of what a file holds gets the path and the remedy. */
function atPath(error: unknown, path: string, { remedy }: FileDescription): unknown {
  if (!(error instanceof UserError)) return error;
  const hint = error.message.startsWith('damaged') ? (remedy ?? error.hint) : error.hint;
  return new UserError(`${error.message}: ${printable(path)}`, hint, error.exitCode);
}

/**
 * Returns a UserError for a failed file operation; errors that are no system errors come back as
 * they are.
 */
export function fileError(error: unknown, path: string, description?: FileDescription): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  const shown = printable(path);
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return new UserError(
      description?.missing ?? `missing file: ${shown}`,
      description?.hint ?? `looked for ${shown}`
    );
  if (code === 'EACCES' || code === 'EPERM')
    return new UserError(
      `permission denied: ${shown}`,
      'change its permissions, or use another folder'
    );
  if (code === 'EROFS')
    return new UserError(
      `read-only file system: ${shown}`,
      'use another results folder: --results DIR'
    );
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new UserError(
      `no space left: ${shown}`,
      'free some space, or use another results folder: --results DIR'
    );
  if (code === 'EISDIR') return notAFile(shown, description);
  if (code === 'ENAMETOOLONG')
    return new UserError(`name too long: ${shown}`, 'choose a shorter name');
  // A socket, or a device without a driver, cannot even be opened.
  if (code === 'ENXIO' || code === 'ENODEV')
    return new UserError(`not a regular file: ${shown}`, 'give the path of a file');
  if (typeof code === 'string' && /^E[A-Z0-9]+$/.test(code))
    return new UserError(`cannot use file (${code}): ${shown}`, 'check the disk and the path');
  return error;
}

function notAFile(shown: string, description?: FileDescription): UserError {
  return new UserError(`not a file: ${shown}`, description?.folder ?? 'move that folder away');
}
