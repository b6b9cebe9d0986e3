import { existsSync } from 'node:fs';
import { lstat, mkdir } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/**
 * Returns the folders that grokscope may keep files in that can be made again, best first: under
 * `$XDG_CACHE_HOME` or `~/.cache`, else in the folder for temporary files. They need not exist.
 */
export function cacheFolders(env: NodeJS.ProcessEnv = process.env): string[] {
  const user = process.getuid?.() ?? 'user';
  return [...cacheHome(env.XDG_CACHE_HOME), join(tmpdir(), `grokscope-${user}`)];
}

function cacheHome(requested = ''): string[] {
  if (isAbsolute(requested)) return [join(requested, 'grokscope')];
  try {
    // A home that does not exist is not made.
    return existsSync(homedir()) ? [join(homedir(), '.cache', 'grokscope')] : [];
  } catch {
    return []; // a user without a home
  }
}

/**
 * Makes a folder that only this user may enter. One that exists must be the user's own and writable
 * for nobody else, or what is in it could be somebody else's. Throws the system's error, or an
 * Error that says so.
 */
export async function ownFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  const found = await lstat(path);
  const isOwn = process.getuid === undefined || found.uid === process.getuid();
  if (!found.isDirectory() || !isOwn || (found.mode & 0o022) !== 0)
    throw new Error(`not a folder of this user alone: ${path}`);
}
