import { findAnalyzer } from '../../analyzers/index.ts';
import { UserError } from '../../error/user-error.ts';
import type { Variant } from '../../loader/index.ts';
import { printable } from '../../text/printable.ts';
import { chosenAnalyzers } from './chosen-analyzers.ts';
import { workerPool } from './host.ts';
import type { AnalysisReport, AnalyzeOptions } from './options.ts';
import { programCache } from './program-cache.ts';
import { runAnalysis } from './run-analysis.ts';

export type { GivenParameters, Parameters } from './chosen-analyzers.ts';
export { findGaps, type Gap } from './gaps.ts';
export type {
  AnalysisProgress,
  AnalysisReport,
  AnalyzeOptions,
  CheckpointFailure
} from './options.ts';

/**
 * Analyzes a variant: computes what is missing, writes it into the variant's folder, and brings
 * summaries and cross-epoch files up to date. Checkpoints that cannot be analyzed are in the
 * report's `failures`; anything else that goes wrong throws a UserError.
 */
export async function analyzeVariant(
  variant: Variant,
  options: AnalyzeOptions = {}
): Promise<AnalysisReport> {
  const [report] = await analyzeVariants([variant], options);
  return report;
}

/**
 * Analyzes some variants one after another, as {@link analyzeVariant}; an aborted run leaves the
 * rest out. Among several, one that cannot be analyzed, for whatever reason, has that as its only
 * failure, and the others go on. What is wrong with the request itself (every variant refuses it as
 * wrong usage) throws.
 */
export async function analyzeVariants(
  variants: readonly Variant[],
  options: AnalyzeOptions = {}
): Promise<readonly AnalysisReport[]> {
  options.analyzers?.forEach(findAnalyzer);
  const host = workerPool();
  const linger = programCache(4);
  const { signal } = options;
  const stop = () => host.stop(signal!.reason);
  signal?.addEventListener('abort', stop);
  try {
    const reports: AnalysisReport[] = [];
    for (const variant of variants) {
      if (signal?.aborted) break;
      try {
        if (variant.problem !== undefined)
          throw new UserError(variant.problem, `mend the files in ${printable(variant.path)}`);
        const chosen = await chosenAnalyzers(variant, options.analyzers);
        reports.push(await runAnalysis(variant, chosen, host, options, linger));
      } catch (error) {
        if (variants.length === 1) throw error;
        reports.push(refusal(variant, error));
      }
    }
    const misused = reports.map(({ failures: [failure] }) => failure?.error).filter(isUsage);
    if (misused.length > 0 && misused.length === variants.length) throw misused[0];
    return reports;
  } finally {
    signal?.removeEventListener('abort', stop);
    await host.close();
    await linger.close();
  }
}

function isUsage(error: Error | undefined): boolean {
  return error instanceof UserError && error.exitCode === 2;
}

/** Returns the report of a variant that could not be analyzed at all. */
export function refusal({ name }: Variant, error: unknown): AnalysisReport {
  const failure = { epoch: null, error: error instanceof Error ? error : new Error(String(error)) };
  return {
    variant: name,
    device: null,
    checkpoints: 0,
    artifacts: 0,
    remade: [],
    failures: [failure],
    isAborted: false,
    seconds: 0
  };
}
