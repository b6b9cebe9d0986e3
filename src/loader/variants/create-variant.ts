import { mkdir, rename, rm, rmdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { UserError } from '../../error/user-error.ts';
import type { Recipe } from '../../model/recipe.ts';
import { printable } from '../../text/printable.ts';
import { entriesOf, isFolder } from '../files/folder.ts';
import { temporaryPath } from '../files/leftovers.ts';
import { refuseLinks } from '../files/links.ts';
import { makeFolder, writeAtomic, writeError } from '../files/write-atomic.ts';
import { readFamily } from './families.ts';
import type { Family } from './family.ts';
import { isVariantFolder, readVariant } from './read-variant.ts';
import { configOf, variantName } from './recipe.ts';
import type { Variant } from './variant.ts';
import { writeInVariant } from './write-in-variant.ts';

/**
 * What a run leaves in its folder beside config.json, and `force` therefore replaces; anything else
 * there stays. In the order of removal: a kill between two of them leaves a run that still resumes,
 * or one without a checkpoint, begun anew.
 */
const ownFiles = [
  'metadata.json',
  'variant_summary.json',
  'learning_history.jsonl',
  'artifacts',
  'checkpoints',
  'optimizer.safetensors',
  'losses',
  'initial.safetensors',
  'probes.json'
];

/** Returns the run of a recipe in a results folder; null when there is none yet. */
export async function existingRun(
  results: string,
  recipe: Recipe,
  family: Family
): Promise<Variant | null> {
  const path = variantPath(results, recipe, family);
  return isVariantFolder(path) ? readVariant(path) : null;
}

/** Returns the path of a recipe's run, whether or not it exists. */
export function variantPath(results: string, recipe: Recipe, family: Family): string {
  return resolve(results, recipe.family, variantName(recipe, family));
}

/**
 * Throws a UserError when the folder of a new run holds anything already; hidden files do not
 * count.
 */
export function checkFree(path: string): void {
  if (entriesOf(path).every(({ name }) => name.startsWith('.'))) return;
  throw new UserError(
    `variant exists: ${printable(path)}`,
    'continue it with --resume, or replace it with --force'
  );
}

/**
 * Makes the folder of a new run with its config.json, `{results}/{family}/{name}`, and returns the
 * variant. Throws UserError when the folder holds anything already, unless `force`: then the old
 * run's files are deleted once the new run's are there. Links among them are deleted, not what they
 * lead to. `family` is that of the recipe where it is none of ours.
 */
export async function createVariant(
  results: string,
  recipe: Recipe,
  options: { readonly force?: boolean; readonly family?: Family } = {}
): Promise<Variant> {
  const family = options.family ?? (await readFamily(recipe.family));
  const path = variantPath(results, recipe, family);
  if (options.force !== true) checkFree(path);
  const config = `${path}/config.json`;
  refuseLinks(path, config);
  const aside = temporaryPath(config);
  try {
    if (options.force === true && isFolder(path)) {
      await mkdir(aside);
      await moveOwnFiles(path, aside);
    } else makeFolder(path);
    // Only one of two processes that start the same run at once makes this folder.
    await mkdir(`${path}/checkpoints`);
    await writeAtomic(config, configText(recipe, family));
  } catch (error) {
    const isOurs = (error as NodeJS.ErrnoException).code !== 'EEXIST';
    if (options.force === true && isOurs) await moveBack(path, aside);
    if (!isOurs && isFolder(`${path}/checkpoints`)) checkFree(path);
    throw writeError(error, path);
  }
  await rm(aside, { recursive: true, force: true });
  return readVariant(path);
}

async function moveOwnFiles(from: string, to: string): Promise<void> {
  for (const name of ownFiles)
    await rename(`${from}/${name}`, `${to}/${name}`).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
}

/** The new run could not be begun: the old one is as it was. */
async function moveBack(path: string, aside: string): Promise<void> {
  await rmdir(`${path}/checkpoints`).catch(() => undefined);
  await moveOwnFiles(aside, path).catch(() => undefined);
  await rmdir(aside).catch(() => undefined);
}

/**
 * Writes the recipe into config.json of an existing variant: a resumed run may train longer. Throws
 * UserError.
 */
export async function updateRecipe(
  variant: Variant,
  recipe: Recipe,
  family: Family
): Promise<Variant> {
  const config = { ...variant.config, ...configOf(recipe, family) };
  await writeInVariant(
    variant,
    `${variant.path}/config.json`,
    `${JSON.stringify(config, null, 2)}\n`
  );
  return readVariant(variant.path);
}

function configText(recipe: Recipe, family: Family): string {
  return `${JSON.stringify(configOf(recipe, family), null, 2)}\n`;
}
