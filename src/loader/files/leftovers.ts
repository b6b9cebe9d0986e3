import { lstat, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { entriesOf, foldersIn } from './folder.ts';
import { isLink } from './links.ts';
import { isAlive, ownerMark, ownerOfMark, thisOwner } from './owner.ts';

/** Older than this, in ms, is what a writer left that cannot be asked: one on another machine. */
const OLD = 24 * 3600 * 1000;

let named = 0;

/**
 * Returns a new hidden name beside a path, for a file or folder that is built there and then
 * renamed. It tells its writer, so that it can be swept when that is dead.
 */
export function temporaryPath(path: string): string {
  const name = `.grokscope-${ownerMark(thisOwner())}-${threadId}-${named++}.tmp`;
  return join(dirname(path), name);
}

/**
 * Removes from a folder (not from those in it) the temporary files and folders of writers that are
 * dead: at once where this machine can tell, after a day otherwise. Never those of a living writer,
 * and nothing through a link. What cannot be removed stays.
 */
export async function sweep(folder: string): Promise<void> {
  const left = entriesOf(folder).filter(({ name }) => name.startsWith('.') && isTemporary(name));
  if (left.length === 0 || isLink(folder)) return;
  for (const { name } of left) {
    const path = join(folder, name);
    if (await isLeft(path)) await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** Sweeps a variant's folder with its checkpoints and artifacts, as {@link sweep}. */
export async function sweepVariant(path: string): Promise<void> {
  if (isLink(path)) return;
  const root = join(path, 'artifacts');
  const analyzers = foldersIn(root).map((name) => join(root, name));
  const probes = analyzers.flatMap((folder) => foldersIn(folder).map((name) => join(folder, name)));
  for (const folder of [path, join(path, 'checkpoints'), root, ...analyzers, ...probes])
    await sweep(folder);
}

const ours = /^\.grokscope-([0-9a-f]{8}-\d+-\w+)-\d+-\d+\.tmp$/;

/**
 * Ours, those of grokscope 0.1, which told the process only, and claims to a lock of which the
 * taker died.
 */
function isTemporary(name: string): boolean {
  return ours.test(name) || /^\..+\.\d+-\d+\.tmp$/.test(name) || name.startsWith('.lock.');
}

async function isLeft(path: string): Promise<boolean> {
  const owner = ownerOfMark(ours.exec(basename(path))?.[1] ?? '');
  const alive = owner && isAlive(owner);
  if (alive !== null) return !alive;
  const found = await lstat(path).catch(() => null);
  return found !== null && Date.now() - found.mtimeMs > OLD;
}
