import type { AnalysisProgress } from './options.ts';

/** Counts finished checkpoints. */
export interface Pace {
  advance(epoch: number): void;
}

/**
 * Returns a counter that tells `onProgress` how far the analysis of a variant is and how long it
 * will take.
 */
export function paceOf(
  variant: string,
  total: number,
  onProgress: ((progress: AnalysisProgress) => void) | undefined
): Pace {
  const started = performance.now();
  let done = 0;
  return {
    advance(epoch) {
      done++;
      const rate = done / Math.max((performance.now() - started) / 1000, 1e-6);
      onProgress?.({ variant, epoch, done, total, rate, eta: (total - done) / rate });
    }
  };
}
