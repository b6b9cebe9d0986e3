import { readlinkSync, realpathSync, type Stats, statSync } from 'node:fs';
import { dirname, extname, join, resolve } from 'node:path';
import { UserError, usageError } from '../../error/user-error.ts';
import { writeAtomic } from '../../loader/index.ts';
import { printable } from '../../text/printable.ts';
import { put, remark, writesTo } from './output.ts';
import { writeStream } from './write-stream.ts';

/**
 * What the words of `--out` name; links are followed, so that what they lead to is written and they
 * stay.
 */
export type Place =
  /** No words: a file of our naming in the folder of exports. */
  | { readonly kind: 'exports' }
  /** A folder, there or to be made, for a file of our naming. */
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'file'; readonly path: string; readonly exists: boolean }
  /** A FIFO or a device: it is written to and stays what it is. */
  | { readonly kind: 'stream'; readonly path: string }
  /** `-`, or whatever stdout is by another name. */
  | { readonly kind: 'stdout' };

/** An export that has a place. */
export interface OutputFile {
  /** Absolute; null for stdout, on which nothing else may be printed then. */
  readonly path: string | null;
  /** Throws UserError where it cannot be written; the signal ends the wait for a FIFO's reader. */
  write(bytes: Uint8Array, signal?: AbortSignal): Promise<void>;
}

/**
 * Returns what `--out` names. Throws UserError for what cannot be written to (a socket, a disk, a
 * ring of links).
 */
export function placeOf(out: string | undefined): Place {
  if (out === undefined) return { kind: 'exports' };
  if (out === '') throw usageError('empty --out', 'give a file, a folder, or - for stdout');
  if (out === '-') return { kind: 'stdout' };
  const found = statOf(out);
  if (found === null)
    return out.endsWith('/')
      ? { kind: 'folder', path: resolve(out) }
      : { kind: 'file', path: endOfLinks(resolve(out)), exists: false };
  if (found.isDirectory()) return { kind: 'folder', path: resolve(out) };
  if (writesTo(found)) return { kind: 'stdout' };
  if (found.isFile()) return { kind: 'file', path: realpathSync(out), exists: true };
  if (found.isFIFO() || found.isCharacterDevice()) return { kind: 'stream', path: resolve(out) };
  throw new UserError(`cannot write to what is no file: ${printable(out)}`, 'choose another --out');
}

/**
 * Returns the extension that names a format, in lower case without its dot; undefined for a place
 * that has no name of the user's.
 */
export function extensionOf(place: Place): string | undefined {
  return place.kind === 'file' ? extname(place.path).slice(1).toLowerCase() : undefined;
}

/**
 * Returns the file that an export goes to. A file that is there is replaced only with `force`, but
 * for one of our naming in the folder of exports: it is the same export, made again, which is
 * remarked on. Throws UserError.
 */
export function outputFile(
  place: Place,
  named: { readonly exports: string; readonly name: string; readonly force: boolean }
): OutputFile {
  const { exports, name, force } = named;
  if (place.kind === 'folder') return outputFile(placeOf(join(place.path, name)), named);
  if (place.kind === 'stdout') return { path: null, write: async (bytes) => put(bytes) };
  if (place.kind === 'stream')
    return {
      path: place.path,
      write: (bytes, signal) => writeStream(place.path, bytes, signal)
    };
  const path = place.kind === 'file' ? place.path : join(exports, name);
  if (place.kind === 'file') {
    if (place.exists && !force) throw exists(path);
  } else {
    const found = statOf(path);
    if (found !== null && !found.isFile())
      throw new UserError(`cannot write to what is no file: ${printable(path)}`, 'move it away');
    if (found !== null) remark(`replaces ${path}`);
  }
  return {
    path,
    async write(bytes) {
      if (place.kind === 'file' && !place.exists && !force && statOf(path) !== null)
        throw exists(path);
      await writeAtomic(path, bytes);
    }
  };
}

function exists(path: string): UserError {
  return new UserError(`file exists: ${printable(path)}`, 'replace it: --force');
}

/** Null where there is nothing, or a link that leads to nothing. */
function statOf(path: string): Stats | null {
  try {
    return statSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ELOOP') return null;
    throw new UserError(`links in a ring: ${printable(path)}`, 'choose another --out');
  }
}

/** Where a link leads although nothing is there. */
function endOfLinks(path: string): string {
  try {
    return endOfLinks(resolve(dirname(path), readlinkSync(path)));
  } catch {
    return path;
  }
}
