import {
  checkpointChangedAt,
  checkpointEpochs,
  type Variant,
  wholeCheckpoints
} from '../../loader/index.ts';
import {
  type AnalysisReport,
  type AnalyzeOptions,
  analyzeVariant,
  findGaps
} from '../analysis/index.ts';

/** What a watch tells. */
export interface WatchEvents {
  /** Checkpoints were analyzed, or could not be. */
  readonly onReport: (report: AnalysisReport) => void;
  /** Nothing is left to do for now; how many checkpoints are whole, and which are not. */
  readonly onWait?: (whole: number, unfinished: readonly number[]) => void;
}

/** How a watch goes on. */
export interface WatchOptions extends Pick<AnalyzeOptions, 'device' | 'threads' | 'onProgress'> {
  readonly signal: AbortSignal;
  /** Ends it after so many seconds without a new checkpoint; never if not given. */
  readonly idle?: number | undefined;
  /** Seconds between two looks. */
  readonly interval?: number;
}

/** A checkpoint counts as written once nothing in its folder changed for so long, in seconds. */
const SETTLED = 2;

/**
 * Analyzes each checkpoint of a language model once it is whole, while the run trains. What fails
 * is tried again when its folder has changed. Resolves when the signal fires or the run was idle
 * for as long as asked.
 */
export async function watchRun(
  variant: Variant,
  { onReport, onWait }: WatchEvents,
  { signal, idle, interval = 2, ...options }: WatchOptions
): Promise<void> {
  const tried = new Map<number, number>();
  let since = performance.now();
  let told = '';
  while (!signal.aborted) {
    const due = await dueSteps(variant, tried);
    if (due.length > 0) {
      for (const step of due) tried.set(step, checkpointChangedAt(variant, step));
      const report = await analyzeVariant(variant, { ...options, epochs: due, signal });
      const isAny = report.checkpoints + report.remade.length + report.failures.length > 0;
      if (isAny) onReport(report);
      since = performance.now();
      continue;
    }
    const whole = await wholeCheckpoints(variant);
    const unfinished = (await checkpointEpochs(variant)).filter((step) => !whole.includes(step));
    const now = `${whole.length} ${unfinished}`;
    if (now !== told) onWait?.(whole.length, unfinished);
    told = now;
    if (idle !== undefined && performance.now() - since > 1000 * idle) return;
    await pause(1000 * interval, signal);
  }
}

/** The whole checkpoints that lack something and have settled, since they were last tried. */
async function dueSteps(
  variant: Variant,
  tried: ReadonlyMap<number, number>
): Promise<readonly number[]> {
  const whole = new Set(await wholeCheckpoints(variant));
  const lacking = new Set((await findGaps(variant)).flatMap(({ epochs }) => epochs));
  return [...lacking]
    .filter((step) => whole.has(step))
    .filter((step) => {
      const changed = checkpointChangedAt(variant, step);
      return Date.now() - changed > 1000 * SETTLED && tried.get(step) !== changed;
    })
    .sort((a, b) => a - b);
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
