import { UserError } from '../../error/user-error.ts';
import type { Variant } from '../../loader/index.ts';
import { chosenAnalyzers } from './chosen-analyzers.ts';
import { pairOfHosts } from './host.ts';
import { lingering } from './lingering.ts';
import type { AnalysisReport, AnalyzeOptions } from './options.ts';
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
 * Analyzes a variant: computes what is missing, writes it into the variant's folder, and brings summaries and
 * cross-epoch files up to date. Checkpoints that cannot be analyzed are in the report's `failures`; anything else that
 * goes wrong throws a UserError.
 */
export async function analyzeVariant(
  variant: Variant,
  options: AnalyzeOptions = {}
): Promise<AnalysisReport> {
  const [report] = await analyzeVariants([variant], options);
  return report!;
}

/**
 * Analyzes some variants one after another, as {@link analyzeVariant}; an aborted run leaves the rest out. Among several,
 * one that cannot be analyzed at all (a model unknown here) has that as its only failure, and the others go on.
 */
export async function analyzeVariants(
  variants: readonly Variant[],
  options: AnalyzeOptions = {}
): Promise<readonly AnalysisReport[]> {
  const host = pairOfHosts();
  const linger = lingering(4);
  const { signal } = options;
  const stop = () => host.stop(signal!.reason);
  signal?.addEventListener('abort', stop);
  try {
    const reports: AnalysisReport[] = [];
    for (const variant of variants) {
      if (signal?.aborted) break;
      try {
        if (variant.problem !== undefined) throw new UserError(variant.problem);
        const chosen = await chosenAnalyzers(variant, options.analyzers);
        reports.push(await runAnalysis(variant, chosen, host, options, linger));
      } catch (error) {
        const isOfVariant = error instanceof UserError && error.exitCode === 1;
        if (!isOfVariant || variants.length === 1) throw error;
        reports.push(refused(variant, error));
      }
    }
    return reports;
  } finally {
    signal?.removeEventListener('abort', stop);
    await host.close();
    await linger.close();
  }
}

function refused({ name }: Variant, error: UserError): AnalysisReport {
  return {
    ...{ variant: name, device: null, checkpoints: 0, artifacts: 0, remade: [] },
    ...{ failures: [{ epoch: null, error }], isAborted: false, seconds: 0 }
  };
}
