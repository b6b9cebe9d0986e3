import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type PthValue, readPth } from '../codec/index.ts';
import { printable } from '../error/printable.ts';
import { UserError, usageError } from '../error/user-error.ts';
import { readDecoded } from './read-file.ts';
import type { JsonObject } from './read-json.ts';
import { readVariant } from './read-variant.ts';
import type { Variant } from './variant.ts';
import { makeFolder, writeAtomic, writeError } from './write-atomic.ts';

/** Returns what a .pth file holds; nothing in it runs. Throws UserError. */
export function readPthFile(path: string): Promise<PthValue> {
  const words = {
    missing: `missing file: ${printable(path)}`,
    hint: 'give the path of a .pth file',
    remedy: 'expected a file of torch.save (PyTorch 1.6 or newer); if it is one, copy it again',
    folder: 'give the path of a .pth file'
  };
  return readDecoded(path, words, (bytes) => readPth(bytes));
}

/**
 * Makes the folder of a run that was trained elsewhere, `{results}/{family}/{name}`, with its config.json, and returns
 * the variant. Throws UserError when anything has that name already: imports never overwrite.
 */
export async function importVariant(
  results: string,
  family: string,
  name: string,
  config: JsonObject
): Promise<Variant> {
  if (!/^\w[\w.-]{0,199}$/.test(name))
    throw usageError(
      `invalid name: ${printable(name)}`,
      'use letters, digits, and . _ - after the first'
    );
  const path = resolve(results, family, name);
  try {
    await makeFolder(resolve(results, family));
    await mkdir(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST')
      throw new UserError(`variant exists: ${printable(path)}`, 'choose another name: --name NAME');
    throw writeError(error, path);
  }
  await makeFolder(`${path}/checkpoints`);
  await writeAtomic(`${path}/config.json`, `${JSON.stringify(config, null, 2)}\n`);
  return readVariant(path);
}
