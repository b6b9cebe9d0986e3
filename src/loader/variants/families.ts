import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { didYouMean } from '../../error/did-you-mean.ts';
import { usageError } from '../../error/user-error.ts';
import { printable } from '../../text/printable.ts';
import { exists, foldersIn, isFolder } from '../files/folder.ts';
import { readJson } from '../files/read-json.ts';
import { type Family, familyOf } from './family.ts';

/** Era A's name of the one family it had. */
const renamed: Readonly<Record<string, string>> = { modulo_addition: 'modulo_addition_1layer' };

/** Returns the names of the families that come with grokscope. */
export function familyNames(): readonly string[] {
  const root = familiesFolder();
  return foldersIn(root).filter((name) => exists(join(root, name, 'family.json')));
}

/**
 * Returns the families that come with grokscope, by name. Throws UserError when one of them is
 * invalid.
 */
export async function listFamilies(): Promise<readonly Family[]> {
  return Promise.all(familyNames().map((name) => readFamily(name)));
}

/**
 * Returns a family by name (one of ours, checked strictly: an unknown key is an error), or by path
 * of a family.json or its folder (checked leniently: the Python workbench's and others' files
 * open). Throws UserError.
 */
export async function readFamily(nameOrPath: string): Promise<Family> {
  const root = familiesFolder();
  const name = renamed[nameOrPath] ?? nameOrPath;
  const ours = /^\w+$/.test(name) && exists(join(root, name, 'family.json'));
  const given = resolve(nameOrPath);
  const path = ours
    ? join(root, name, 'family.json')
    : isFolder(given)
      ? join(given, 'family.json')
      : given;
  if (!ours && (basename(path) !== 'family.json' || !exists(path)))
    throw usageError(
      `unknown family: ${printable(nameOrPath)}`,
      didYouMean(nameOrPath, foldersIn(root), `families: ${foldersIn(root).join(', ')}`)
    );
  const json = await readJson(path, {
    missing: `missing family: ${printable(nameOrPath)}`,
    remedy: 'mend its family.json',
    largest: 2 ** 20
  });
  return familyOf(json, path, ours);
}

/** The folder sits beside `src` and, in the package, beside `dist`. */
function familiesFolder(): string {
  for (let at = dirname(fileURLToPath(import.meta.url)); at !== dirname(at); at = dirname(at))
    if (existsSync(join(at, 'families')) && existsSync(join(at, 'package.json')))
      return join(at, 'families');
  throw new Error('families folder not found');
}
