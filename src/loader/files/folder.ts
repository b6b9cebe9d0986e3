import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { paddedEpoch } from './epoch-file.ts';

/** Graphs hold an epoch as float32, exact up to here; a training has fewer. */
const MOST = 2 ** 24;

/**
 * What {@link entriesOf} tells of an entry: a part of Node's `Dirent`, for readers without its
 * types.
 */
export interface FolderEntry {
  readonly name: string;
  isFile(): boolean;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
}

/** Returns the entries of a folder sorted by name; [] where it is absent or unreadable. */
export function entriesOf(path: string): readonly FolderEntry[] {
  try {
    return readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}

/**
 * Returns the names in a folder, in no order; [] where it is absent or unreadable. Takes half the
 * time of the entries.
 */
export function namesIn(path: string): readonly string[] {
  // An error costs ten times as much as a look.
  if (!existsSync(path)) return [];
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

/** Tells whether a folder is there whose names this user may not read. */
export function isClosed(path: string): boolean {
  try {
    readdirSync(path);
    return false;
  } catch (error) {
    return /^(EACCES|EPERM)$/.test(String((error as NodeJS.ErrnoException).code));
  }
}

/** Tells whether a name is prefix + digits + suffix. */
export function isNumbered(name: string, prefix: string, suffix: string): boolean {
  return numberIn(name, prefix, suffix) !== null;
}

/** Returns the names of the folders in a folder, links to folders included, hidden ones not. */
export function foldersIn(path: string): readonly string[] {
  return entriesOf(path)
    .filter((entry) => !entry.name.startsWith('.'))
    .filter(
      (entry) =>
        entry.isDirectory() || (entry.isSymbolicLink() && isFolder(`${path}/${entry.name}`))
    )
    .map((entry) => entry.name);
}

/**
 * Returns the numbers in names of the form prefix + digits + suffix, ascending; other names and
 * numbers beyond 2²⁴ are ignored.
 */
export function numberedFiles(path: string, prefix: string, suffix: string): readonly number[] {
  return [...numberedNames(path, prefix, suffix).keys()].sort((a, b) => a - b);
}

/**
 * Returns the names of the files of numbers, as {@link numberedFile} chooses among several of one
 * number.
 */
export function numberedNames(
  path: string,
  prefix: string,
  suffix: string
): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  for (const name of namesIn(path)) {
    const number = numberIn(name, prefix, suffix);
    if (number === null) continue;
    const isUsual = name === `${prefix}${paddedEpoch(number)}${suffix}`;
    const other = names.get(number);
    if (isUsual || other === undefined) names.set(number, name);
  }
  return names;
}

/**
 * Returns the path of the file of a number: `usual`, unless only a file with another padding of the
 * same number is there.
 */
export function numberedFile(
  usual: string,
  prefix: string,
  suffix: string,
  number: number
): string {
  if (existsSync(usual)) return usual;
  const folder = dirname(usual);
  const other = namesIn(folder)
    .toSorted()
    .find((name) => numberIn(name, prefix, suffix) === number);
  return other === undefined ? usual : join(folder, other);
}

function numberIn(name: string, prefix: string, suffix: string): number | null {
  if (!name.startsWith(prefix) || !name.endsWith(suffix)) return null;
  const digits = name.slice(prefix.length, name.length - suffix.length);
  return /^\d{1,15}$/.test(digits) && Number(digits) <= MOST ? Number(digits) : null;
}

/** Tells whether a path is a folder (or a link to one). */
export function isFolder(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  } catch {
    return false;
  }
}

/** Tells whether something is at a path. */
export function exists(path: string): boolean {
  return existsSync(path);
}

/**
 * Returns when something was last changed, in ms; null where nothing is there, 0 where it cannot be
 * looked at.
 */
export function modifiedAt(path: string): number | null {
  try {
    return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? null;
  } catch {
    return 0;
  }
}
