import { resolve, sep } from 'node:path';
import { UserError } from '../../error/user-error.ts';
import type { Parameters } from '../../task/index.ts';
import { printable } from '../../text/printable.ts';
import { exists, foldersIn, isClosed, isFolder } from '../files/folder.ts';
import { familyNames } from './families.ts';
import { isVariantFolder, readVariant } from './read-variant.ts';
import type { Variant } from './variant.ts';

/**
 * Returns the variants in a results folder, ordered by family, parameters and name. The folder may
 * hold families, or be one family's, or be a variant. A variant that cannot be used is listed with
 * its `problem`; an absent or empty folder gives [].
 */
export async function listVariants(results: string): Promise<readonly Variant[]> {
  const variants: Variant[] = [];
  for (const path of variantFolders(resolve(results))) {
    variants.push(await readVariant(path));
    // Whoever waits for one variant, as the explorer does, need not wait for thousands.
    if (variants.length % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  return variants.sort(
    (a, b) =>
      compare(a.family, b.family) ||
      compareParameters(a.parameters, b.parameters) ||
      compare(a.name, b.name)
  );
}

/**
 * Returns the variants in a results folder as {@link listVariants}, for whoever cannot go on
 * without one. Throws UserError where the folder does not exist, is none, or holds no variants.
 */
export async function someVariants(results: string): Promise<readonly Variant[]> {
  const found = await listVariants(results);
  if (found.length > 0) return found;
  throw new UserError(lackOf(resolve(results)), OTHER_FOLDER);
}

/** Throws as {@link someVariants} where there is no variant, and reads none. */
export function demandVariants(results: string): void {
  const root = resolve(results);
  if (variantFolders(root).length === 0) throw new UserError(lackOf(root), OTHER_FOLDER);
}

/** What to do about a results folder without variants. */
export const OTHER_FOLDER =
  'give another folder with --results, or make a run: grokscope train modulo_addition_1layer';

/** Returns why a results folder has no variants, value last. */
export function lackOf(root: string): string {
  if (!exists(root)) return `no such results folder: ${printable(root)}`;
  if (!isFolder(root)) return `not a folder: ${printable(root)}`;
  const closed = [root, ...foldersIn(root).map((name) => root + sep + name)].find(isClosed);
  return closed === undefined
    ? `no variants in ${printable(root)}`
    : `permission denied: ${printable(closed)}`;
}

/** Returns the families of ours that have a folder in a results folder; reads no variant. */
export function familiesIn(results: string): readonly string[] {
  const known = new Set(familyNames());
  return foldersIn(resolve(results)).filter((name) => known.has(name));
}

/** Returns the paths of the variants in a results folder, each folder of a family by name. */
export function variantFolders(root: string): readonly string[] {
  if (isFolder(root) && isVariantFolder(root)) return [root];
  return foldersIn(root).flatMap((name) => {
    const path = root + sep + name;
    if (isVariantFolder(path)) return [path];
    return foldersIn(path)
      .map((inner) => path + sep + inner)
      .filter(isVariantFolder);
  });
}

function compareParameters(a: Parameters, b: Parameters): number {
  const differing = Object.keys(a).find((name) => a[name] !== b[name]);
  return differing === undefined ? 0 : (a[differing] ?? 0) - (b[differing] ?? 0);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
