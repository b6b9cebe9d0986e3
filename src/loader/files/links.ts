import { lstatSync, realpathSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { UserError } from '../../error/user-error.ts';
import { printable } from '../../text/printable.ts';

/**
 * Throws a UserError that names the target when a folder on the way from a variant's folder (itself
 * included) down to a file is a link that leads out of the family's folder. Reading goes through
 * links; writing does not, unless GROKSCOPE_FOLLOW_LINKS is 1. Links at and above the family's
 * folder are the user's choice of a place.
 */
export function refuseLinks(variant: string, file: string): void {
  if (followsLinks()) return;
  const below = relative(variant, dirname(file));
  let at = variant;
  for (const step of ['', ...(below === '' ? [] : below.split(sep))]) {
    at = join(at, step);
    if (isLink(at) && leadsOut(at, dirname(variant))) throw linkError(at);
  }
}

/**
 * Throws a UserError when a file that is not replaced as a whole is a link, and links are not to be
 * followed.
 */
export function refuseLink(path: string): void {
  if (isLink(path) && !followsLinks()) throw linkError(path);
}

function followsLinks(): boolean {
  return process.env.GROKSCOPE_FOLLOW_LINKS === '1';
}

/** Tells whether a path is a link, wherever it leads. */
export function isLink(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
  } catch {
    return false;
  }
}

function linkError(path: string): UserError {
  const target = printable(realPath(path) ?? 'nowhere');
  return new UserError(
    `not written through a link to ${target}: ${printable(path)}`,
    'it is read through the link only; work on it where it lies, link the family folder instead, or set GROKSCOPE_FOLLOW_LINKS=1'
  );
}

function leadsOut(path: string, home: string): boolean {
  const [target, allowed] = [realPath(path), realPath(home)];
  if (target === null || allowed === null) return true;
  return !`${target}${sep}`.startsWith(allowed.endsWith(sep) ? allowed : `${allowed}${sep}`);
}

function realPath(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    return null;
  }
}
