import { type FSWatcher, statSync, watch } from 'node:fs';
import { foldersIn } from '../files/folder.ts';
import type { Variant } from '../variants/variant.ts';

/** What may change in a variant while someone looks at it. */
export type Change = 'losses' | 'checkpoints' | 'artifacts' | 'config';

/** A running watch. */
export interface Watching {
  close(): void;
}

/**
 * How long changes are collected before they are told, and how often folders are looked at
 * regardless, in ms.
 */
const COALESCE = 150;
const POLL = 2000;

/**
 * Calls `onChange` with what changed in a variant, at most every 150 ms. The operating system tells
 * of most changes; a look every 2 s (a few dozen stats) finds those on network drives. Nothing
 * keeps the process alive.
 */
export function watchVariant(
  variant: Variant,
  onChange: (changes: readonly Change[]) => void
): Watching {
  const watchers = new Map<string, FSWatcher>();
  const pending = new Set<Change>();
  let timer: NodeJS.Timeout | undefined;
  let before = look(variant);

  const tell = (): void => {
    timer = undefined;
    const after = look(variant);
    for (const [part, stamp] of after) if (before.get(part) !== stamp) pending.add(part);
    before = after;
    attach();
    if (pending.size === 0) return;
    const changes = [...pending];
    pending.clear();
    onChange(changes);
  };
  const soon = (): void => {
    timer ??= setTimeout(tell, COALESCE).unref();
  };
  const attach = (): void => {
    for (const path of watchedFolders(variant)) {
      if (watchers.has(path)) continue;
      const watcher = tryWatch(path, soon, () => {
        watchers.get(path)?.close();
        watchers.delete(path);
      });
      if (watcher !== null) watchers.set(path, watcher);
    }
  };
  attach();
  const poll = setInterval(tell, POLL).unref();
  return {
    close() {
      clearInterval(poll);
      clearTimeout(timer);
      for (const watcher of watchers.values()) watcher.close();
      watchers.clear();
    }
  };
}

function tryWatch(path: string, onEvent: () => void, onEnd: () => void): FSWatcher | null {
  try {
    const watcher = watch(path, { persistent: false }, onEvent);
    watcher.on('error', onEnd);
    return watcher;
  } catch {
    return null;
  }
}

function watchedFolders(variant: Variant): readonly string[] {
  const { path } = variant;
  return [path, `${path}/checkpoints`, ...artifactFolders(variant)];
}

/** Those of the probe set too, through which the variant is seen. */
function artifactFolders({ path, probe }: Variant): readonly string[] {
  const root = `${path}/artifacts`;
  const analyzers = foldersIn(root).map((name) => `${root}/${name}`);
  return [root, ...analyzers, ...(probe ? analyzers.map((folder) => `${folder}/${probe.id}`) : [])];
}

/**
 * A folder's modification time changes whenever a file is renamed into it, as all our writes are.
 */
function look(variant: Variant): ReadonlyMap<Change, string> {
  const { path } = variant;
  return new Map([
    ['losses', stamps(`${path}/losses`, `${path}/metadata.json`)],
    ['checkpoints', stamps(`${path}/checkpoints`)],
    ['artifacts', stamps(...artifactFolders(variant))],
    ['config', stamps(`${path}/config.json`)]
  ]);
}

function stamps(...paths: readonly string[]): string {
  return paths
    .map((path) => {
      try {
        const found = statSync(path, { throwIfNoEntry: false });
        return found === undefined ? '-' : `${found.mtimeMs}/${found.size}/${found.ino}`;
      } catch {
        return '-';
      }
    })
    .join(' ');
}
