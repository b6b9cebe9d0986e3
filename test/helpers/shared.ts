import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const roots = ['../../../shared/', '../fixtures/shared/'].map(
  (path) => new URL(path, import.meta.url)
);

/**
 * Returns the path of a file or folder in the shared reference material, or in the part of it that lies in
 * fixtures/shared; null (with a message) where both lack it.
 */
export function shared(path: string): string | null {
  const found = roots.map((root) => fileURLToPath(new URL(path, root))).find(existsSync);
  if (found === undefined) console.warn(`skipped: ../shared/${path} is absent`);
  return found ?? null;
}
