import { statSync } from 'node:fs';
import { UserError } from '../../error/user-error.ts';
import { printable } from '../../text/printable.ts';
import { refuseLinks } from '../files/links.ts';
import { writeAtomic } from '../files/write-atomic.ts';
import type { Variant } from './variant.ts';

/**
 * Writes a file of a variant as {@link writeAtomic}, never through a link that leads out of its
 * family's folder, and never beside another run than the one it is pinned to. Throws UserError.
 */
export async function writeInVariant(
  variant: Variant,
  path: string,
  bytes: Uint8Array | string
): Promise<void> {
  refuseLinks(variant.path, path);
  checkSameRun(variant);
  // Again at the end: the run may be replaced while the bytes are written.
  await writeAtomic(path, bytes, () => checkSameRun(variant));
}

/**
 * Returns the variant pinned to the run that its folder holds now: one that replaces it (`--force`)
 * is told apart.
 */
export function pinned(variant: Variant): Variant {
  const run = runIn(variant);
  return run === undefined ? variant : { ...variant, run };
}

/** Throws a UserError when the folder of a pinned variant holds another run by now. */
export function checkSameRun(variant: Variant): void {
  if (variant.run === undefined || runIn(variant) === variant.run) return;
  throw new UserError(
    `run was replaced meanwhile: ${printable(variant.name)}`,
    `start again: grokscope analyze ${printable(variant.name)}`
  );
}

/** A run that replaces another has a checkpoints folder of its own. */
function runIn({ path }: Variant): string | undefined {
  try {
    return statSync(`${path}/checkpoints`, { throwIfNoEntry: false })?.ino.toString();
  } catch {
    return undefined;
  }
}
