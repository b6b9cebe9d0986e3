import type { Device } from '../../engine/index.ts';
import type { Variant } from '../../loader/index.ts';
import { analyzeVariant } from '../analysis/index.ts';

/** Analysis of a run that is still training. */
export interface BackgroundAnalysis {
  /** Says that the variant has a new checkpoint; it is analyzed when the one under way is done. */
  add(variant: Variant): void;
  /** Analyzes whatever is left; rejects with the first failure. */
  finish(variant: Variant): Promise<void>;
}

/**
 * Returns an analysis that fills the gaps of a growing run, one pass at a time, beside the
 * training.
 */
export function backgroundAnalysis(options: {
  readonly device?: Device;
  readonly signal?: AbortSignal;
}): BackgroundAnalysis {
  let running: Promise<void> | null = null;
  let waiting: Variant | null = null;
  let failure: unknown = null;

  function start(variant: Variant): Promise<void> {
    return analyzeVariant(variant, options)
      .then(({ failures }) => {
        failure ??= failures[0]?.error ?? null;
      })
      .catch((error: unknown) => {
        failure ??= error;
      })
      .then(() => {
        const next = waiting;
        waiting = null;
        running = next && !options.signal?.aborted && failure === null ? start(next) : null;
      });
  }

  return {
    add(variant) {
      if (running) waiting = variant;
      else if (failure === null) running = start(variant);
    },
    async finish(variant) {
      while (running) await running;
      if (failure === null) await start(variant);
      if (failure !== null) throw failure;
    }
  };
}
