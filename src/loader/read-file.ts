import { readFile } from 'node:fs/promises';
import { printable } from '../error/printable.ts';
import { UserError } from '../error/user-error.ts';

/** What a missing or damaged file is called and how to mend it. */
export interface FileWords {
  /** Message when the file is absent, value last: `missing artifact: coarseness at epoch 400`. */
  readonly missing: string;
  /** What to do when it is absent. */
  readonly hint?: string;
  /** What to do when it is damaged. */
  readonly remedy?: string;
  /** What to do where it is a folder. */
  readonly folder?: string;
}

/** Returns the bytes of a file, in a buffer of their own. Throws UserError when it is absent or unreadable. */
export async function readBytes(path: string, words: FileWords): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw fileError(error, path, words);
  }
}

/** Returns `decode` of a file's bytes; its UserErrors get the path and the remedy. Throws UserError. */
export async function readDecoded<T>(
  path: string,
  words: FileWords,
  decode: (bytes: Uint8Array) => T
): Promise<T> {
  return withPath(path, words, decode, await readBytes(path, words));
}

/** Returns `decode(input)`; a UserError that it throws gets the path and the remedy. */
export function withPath<I, T>(
  path: string,
  { remedy }: FileWords,
  decode: (input: I) => T,
  input: I
): T {
  try {
    return decode(input);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const hint = error.message.startsWith('damaged') ? (remedy ?? error.hint) : error.hint;
    throw new UserError(`${error.message}: ${printable(path)}`, hint, error.exitCode);
  }
}

/** Returns a UserError for a failed file operation; errors that are no system errors come back as they are. */
export function fileError(error: unknown, path: string, words?: FileWords): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  const shown = printable(path);
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return new UserError(
      words?.missing ?? `missing file: ${shown}`,
      words?.hint ?? `looked for ${shown}`
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
  if (code === 'EISDIR')
    return new UserError(`not a file: ${shown}`, words?.folder ?? 'move that folder away');
  if (code === 'ENAMETOOLONG')
    return new UserError(`name too long: ${shown}`, 'choose a shorter name');
  if (code === 'ERR_FS_FILE_TOO_LARGE')
    return new UserError(`file too large: ${shown}`, 'grokscope reads files up to 2 GiB');
  if (typeof code === 'string' && /^E[A-Z0-9]+$/.test(code))
    return new UserError(`cannot use file (${code}): ${shown}`, 'check the disk and the path');
  return error;
}
