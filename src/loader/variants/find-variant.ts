import { basename, dirname, join, resolve } from 'node:path';
import { inWords } from '../../error/did-you-mean.ts';
import { UserError } from '../../error/user-error.ts';
import { printable } from '../../text/printable.ts';
import { foldersIn, isFolder } from '../files/folder.ts';
import { lackOf, listVariants, OTHER_FOLDER, variantFolders } from './list-variants.ts';
import { parameterWords } from './parameter-words.ts';
import { isVariantFolder, readVariant } from './read-variant.ts';
import { trainedAt } from './trained-at.ts';
import type { Variant } from './variant.ts';
import { type Called, fitting, nearlyFitting } from './variant-words.ts';

/** Most names that an error lists. */
const most = 8;

/**
 * Returns one variant by folder name, by `family/name`, by path (inside the results folder or
 * anywhere else), or by words that only it fits: parts of its name (`p59 s1`), `last` for the one
 * trained most recently of those that the other words fit. Throws UserError when there is none,
 * when more than one fits, or when the variant has a problem.
 */
export async function findVariant(results: string, nameOrPath: string): Promise<Variant> {
  const root = resolve(results);
  const words = nameOrPath.trim().split(/\s+/).filter(Boolean);
  const path =
    words.length === 0
      ? null
      : (exactPath(root, nameOrPath) ?? (await fittingPath(root, nameOrPath, words)));
  if (path === null) throw unknownVariant(root, nameOrPath, words);
  const variant = await readVariant(path);
  if (variant.problem !== undefined)
    throw new UserError(
      `${printable(variant.problem)} (variant ${printable(variant.name)})`,
      `mend the files in ${printable(path)}`
    );
  return variant;
}

/** Returns the folder names of the variants in a results folder, without reading them. */
export function variantNames(results: string): readonly string[] {
  return variantFolders(resolve(results)).map((path) => basename(path));
}

function exactPath(root: string, requested: string): string | null {
  const byName = namedFolders(root, requested);
  if (byName.length > 1)
    throw new UserError(
      `two variants have this name: ${printable(requested)}`,
      `give a path: ${byName.map(printable).join(' or ')}`
    );
  const places = [...byName, resolve(root, requested), resolve(requested)];
  return places.find((place) => isFolder(place) && isVariantFolder(place)) ?? null;
}

/** The variants of that folder name: in the results folder itself and in those of its families. */
function namedFolders(root: string, name: string): readonly string[] {
  if (name !== basename(name) || name.startsWith('.')) return [];
  const isVariant = (path: string) => isFolder(path) && isVariantFolder(path);
  if (isVariant(root)) return basename(root) === name ? [root] : [];
  const inFamilies = foldersIn(root)
    .map((family) => join(root, family))
    .filter((family) => isVariant(join(family, name)) && !isVariantFolder(family));
  return [root, ...inFamilies].map((folder) => join(folder, name)).filter(isVariant);
}

async function fittingPath(
  root: string,
  requested: string,
  words: readonly string[]
): Promise<string | null> {
  const isLast = (word: string) => word.toLowerCase() === 'last';
  const others = words.filter((word) => !isLast(word));
  const byName = fitting(others, variantFolders(root).map(called));
  const found = byName.length > 0 ? byName : fitting(others, await calledByFacts(root));
  if (words.some(isLast)) return found.length > 0 ? latest(found).path : null;
  if (found.length < 2) return found[0]?.path ?? null;
  const shown = found.slice(0, most).map((one) => printable(shortest(one, found)));
  const more = found.length > most ? `, … (${found.length} in all)` : '';
  throw new UserError(
    `ambiguous variant: ${printable(requested)}`,
    `it fits ${shown.join(', ')}${more}; add a word that only one of them has`
  );
}

interface Candidate extends Called {
  readonly path: string;
}

function called(path: string): Candidate {
  return { path, name: `${basename(dirname(path))}/${basename(path)}` };
}

/** What config.json says, for folders whose names do not. */
async function calledByFacts(root: string): Promise<readonly Candidate[]> {
  return (await listVariants(root)).map(({ path, parameters }) => ({
    ...called(path),
    facts: parameterWords(parameters)
  }));
}

/** The folder's name, with its family's where two are the same. */
function shortest({ path, name }: Candidate, all: readonly Candidate[]): string {
  const own = basename(path);
  return all.filter((other) => basename(other.path) === own).length > 1 ? name : own;
}

/** The one whose losses or checkpoints were written last. */
function latest(found: readonly Candidate[]): Candidate {
  const timed = found.map((one) => ({ one, time: trainedAt(one.path) }));
  return timed.reduce((a, b) => (b.time > a.time ? b : a)).one;
}

function unknownVariant(root: string, requested: string, words: readonly string[]): UserError {
  const all = variantFolders(root).map(called);
  const near = words.length === 0 ? [] : nearlyFitting(words, all, 3);
  const guess = `did you mean ${inWords(near.map((one) => printable(shortest(one, all))))}? `;
  const some = all.slice(0, 5).map(({ path }) => printable(basename(path)));
  const more = all.length > 5 ? `, … (${all.length} in all)` : '';
  const hint =
    all.length > 0
      ? `${near.length > 0 ? guess : ''}variants here: ${some.join(', ')}${more}`
      : `${lackOf(root)}; ${OTHER_FOLDER}`;
  return new UserError(`unknown variant: ${printable(requested)}`, hint);
}
