import { lstatSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type PthValue, readPth } from '../../codec/index.ts';
import { UserError, usageError } from '../../error/user-error.ts';
import { printable } from '../../text/printable.ts';
import { sweep, temporaryPath } from '../files/leftovers.ts';
import { readDecoded } from '../files/read-file.ts';
import type { JsonObject } from '../files/read-json.ts';
import { makeFolder, writeAtomic, writeError } from '../files/write-atomic.ts';
import { readVariant } from './read-variant.ts';
import type { Variant } from './variant.ts';

/** Returns what a .pth file holds; nothing in it runs. Throws UserError. */
export function readPthFile(path: string): Promise<PthValue> {
  const description = {
    missing: `missing file: ${printable(path)}`,
    hint: 'give the path of a .pth file',
    remedy: 'expected a file of torch.save (PyTorch 1.6 or newer); if it is one, copy it again',
    folder: 'give the path of a .pth file'
  };
  return readDecoded(path, description, (bytes) => readPth(bytes));
}

/**
 * Makes the folder of a run that was trained elsewhere, `{results}/{family}/{name}`, with its
 * config.json and what `fill` writes, and returns the variant. It is built in a hidden folder
 * beside its place and then renamed, so that it is there whole or not at all. Throws UserError when
 * anything has that name already: imports never overwrite.
 */
export async function importVariant(
  results: string,
  family: string,
  name: string,
  config: JsonObject,
  fill: (variant: Variant) => Promise<void>
): Promise<Variant> {
  if (!/^\w[\w.-]{0,199}$/.test(name) || name === 'all' || name === 'last')
    throw usageError(
      `invalid name: ${printable(name)}`,
      'use letters, digits, and . _ - after the first; all and last mean other things'
    );
  const path = resolve(results, family, name);
  if (isThere(path)) throw taken(path);
  const aside = temporaryPath(path);
  try {
    makeFolder(resolve(results, family));
    await sweep(resolve(results, family));
    await mkdir(aside);
    await mkdir(`${aside}/checkpoints`);
    await writeAtomic(`${aside}/config.json`, `${JSON.stringify(config, null, 2)}\n`);
    await fill(await readVariant(aside));
    if (isThere(path)) throw taken(path);
    await rename(aside, path);
  } catch (error) {
    await rm(aside, { recursive: true, force: true }).catch(() => undefined);
    throw isThere(path) ? taken(path) : writeError(error, path);
  }
  return readVariant(path);
}

/** A link that leads nowhere is something too. */
function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function taken(path: string): UserError {
  return new UserError(`variant exists: ${printable(path)}`, 'choose another name: --name NAME');
}
