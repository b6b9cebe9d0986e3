import type { Measures } from './measures.ts';

/**
 * Compiled measurements that outlive their variant, so that the next one of the same sizes finds
 * its graph compiled.
 */
export interface ProgramCache {
  /** Takes measurements over and disposes of the oldest beyond the limit. */
  keep(measures: Measures): Promise<void>;
  close(): Promise<void>;
}

/** Returns a place for at most `most` measurements. */
export function programCache(most: number): ProgramCache {
  const cached: Measures[] = [];
  const shrink = async (size: number) => {
    while (cached.length > size) await cached.shift()!.dispose();
  };
  return {
    async keep(measures) {
      cached.push(measures);
      await shrink(most);
    },
    close: () => shrink(0)
  };
}
