import { join } from 'node:path';
import { modifiedAt } from '../files/folder.ts';

/**
 * Returns when losses or checkpoints of a variant's folder were last written, in ms; 0 for never.
 */
export function trainedAt(path: string): number {
  const times = ['losses', 'metadata.json', 'checkpoints'].map(
    (file) => modifiedAt(join(path, file)) ?? 0
  );
  return Math.max(...times);
}
