import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../../../shared/', import.meta.url);

/** Returns the path of a file or folder in the shared reference material, or null (with a message) where it is absent. */
export function shared(path: string): string | null {
  const full = fileURLToPath(new URL(path, root));
  if (existsSync(full)) return full;
  console.warn(`skipped: ../shared/${path} is absent`);
  return null;
}
