import { mkdir, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { printable } from '../error/printable.ts';
import { UserError } from '../error/user-error.ts';
import { readFamily } from './families.ts';
import type { Family } from './family.ts';
import { entriesOf, isFolder } from './folder.ts';
import { isVariantFolder, readVariant } from './read-variant.ts';
import { configOf, type Recipe, variantName } from './recipe.ts';
import type { Variant } from './variant.ts';
import { makeFolder, writeAtomic, writeError } from './write-atomic.ts';

/** What a run leaves in its folder, and `force` therefore replaces; anything else there stays. */
const ownFiles = [
  'checkpoints',
  'artifacts',
  'config.json',
  'metadata.json',
  'losses',
  'initial.safetensors',
  'optimizer.safetensors',
  'variant_summary.json'
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

function variantPath(results: string, recipe: Recipe, family: Family): string {
  return resolve(results, recipe.family, variantName(recipe, family));
}

/**
 * Makes the folder of a new run with its config.json, `{results}/{family}/{name}`, and returns the variant. Throws
 * UserError when the folder holds anything already, unless `force`: then the old run's files are deleted first.
 */
export async function createVariant(
  results: string,
  recipe: Recipe,
  options: { readonly force?: boolean } = {}
): Promise<Variant> {
  const family = await readFamily(recipe.family);
  const path = variantPath(results, recipe, family);
  const held = entriesOf(path).filter(({ name }) => !name.endsWith('.tmp'));
  if (held.length > 0 && options.force !== true) throw variantExists(path);
  try {
    if (options.force === true)
      for (const name of ownFiles) await rm(`${path}/${name}`, { recursive: true, force: true });
    await makeFolder(path);
    // Only one of two processes that start the same run at once makes this folder.
    await mkdir(`${path}/checkpoints`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST' && isFolder(`${path}/checkpoints`))
      throw variantExists(path);
    throw writeError(error, path);
  }
  await writeAtomic(`${path}/config.json`, configText(recipe, family));
  return readVariant(path);
}

/** Writes the recipe into config.json of an existing variant: a resumed run may train longer. Throws UserError. */
export async function updateRecipe(variant: Variant, recipe: Recipe): Promise<Variant> {
  const family = await readFamily(recipe.family);
  const config = { ...variant.config, ...configOf(recipe, family) };
  await writeAtomic(`${variant.path}/config.json`, `${JSON.stringify(config, null, 2)}\n`);
  return readVariant(variant.path);
}

function variantExists(path: string): UserError {
  return new UserError(
    `variant exists: ${printable(path)}`,
    'continue it with --resume, or replace it with --force'
  );
}

function configText(recipe: Recipe, family: Family): string {
  return `${JSON.stringify(configOf(recipe, family), null, 2)}\n`;
}
