import { join } from 'node:path';
import { modifiedAt } from '../files/folder.ts';

/** Returns when a variant's losses or checkpoints were last written, in ms; 0 for never. */
export function trainedAt(path: string): number {
  const times = ['losses', 'metadata.json', 'checkpoints'].map(
    (file) => modifiedAt(join(path, file)) ?? 0
  );
  return Math.max(...times);
}
