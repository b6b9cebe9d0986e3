import { basename, resolve, sep } from 'node:path';
import { printable } from '../error/printable.ts';
import { UserError } from '../error/user-error.ts';
import { foldersIn, isFolder } from './folder.ts';
import { isVariantFolder, readVariant } from './read-variant.ts';
import type { Variant } from './variant.ts';

/**
 * Returns the variants in a results folder, ordered by family, prime, seed, data seed and name. The folder may hold
 * families, or be one family's, or be a variant. A variant that cannot be used is listed with its `problem`; an absent
 * or empty folder gives [].
 */
export async function listVariants(results: string): Promise<readonly Variant[]> {
  const variants = await Promise.all(variantFolders(resolve(results)).map(readVariant));
  return variants.sort(
    (a, b) =>
      compare(a.family, b.family) ||
      a.prime - b.prime ||
      a.seed - b.seed ||
      a.dataSeed - b.dataSeed ||
      compare(a.name, b.name)
  );
}

/**
 * Returns one variant by folder name, by `family/name`, or by path (inside the results folder or anywhere else).
 * Throws UserError when there is none, when the name fits two, or when the variant has a problem.
 */
export async function findVariant(results: string, nameOrPath: string): Promise<Variant> {
  const root = resolve(results);
  const shown = printable(nameOrPath);
  if (nameOrPath.trim() === '') throw await unknownVariant(root, nameOrPath);
  const byName = variantFolders(root).filter((path) => basename(path) === nameOrPath);
  if (byName.length > 1)
    throw new UserError(
      `two variants have this name: ${shown}`,
      `give a path: ${byName.map(printable).join(' or ')}`
    );
  const places = [...byName, resolve(root, nameOrPath), resolve(nameOrPath)];
  const path = places.find((place) => isFolder(place) && isVariantFolder(place));
  if (path === undefined) throw await unknownVariant(root, nameOrPath);
  const variant = await readVariant(path);
  if (variant.problem !== undefined)
    throw new UserError(
      `${printable(variant.problem)} (variant ${printable(variant.name)})`,
      `mend the files in ${printable(path)}`
    );
  return variant;
}

function variantFolders(root: string): readonly string[] {
  if (isFolder(root) && isVariantFolder(root)) return [root];
  return foldersIn(root).flatMap((name) => {
    const path = root + sep + name;
    if (isVariantFolder(path)) return [path];
    return foldersIn(path)
      .map((inner) => path + sep + inner)
      .filter(isVariantFolder);
  });
}

async function unknownVariant(root: string, asked: string): Promise<UserError> {
  const names = variantFolders(root).map((path) => basename(path));
  const near = names.filter((name) => asked !== '' && name.includes(basename(asked)));
  const some = (near.length > 0 ? near : names).slice(0, 5).map(printable).join(', ');
  const more = names.length > 5 && near.length === 0 ? `, … (${names.length} in all)` : '';
  const hint =
    names.length > 0
      ? `variants here: ${some}${more}`
      : `no variants in ${printable(root)}; give another folder with --results, or run: grokscope train modulo_addition_1layer`;
  return new UserError(`unknown variant: ${printable(asked)}`, hint);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
