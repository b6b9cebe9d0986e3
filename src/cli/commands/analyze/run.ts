import type { Device } from '../../../engine/index.ts';
import { usageError } from '../../../error/user-error.ts';
import { findVariant, resultsFolder, someVariants, type Variant } from '../../../loader/index.ts';
import {
  type AnalysisReport,
  analyzeVariants,
  refusal
} from '../../../workbench/analysis/index.ts';
import { type ProbeChoice, seenVariant } from '../../arguments/chosen-probe.ts';
import { parseSettings } from '../../arguments/settings.ts';
import { printReport, reportJson } from '../../output/analysis-report.ts';
import { interruptSignal } from '../../output/interrupt.ts';
import { print, printJson } from '../../output/output.ts';
import { type Progress, startProgress } from '../../output/progress.ts';

/** What `grokscope analyze` was asked. */
export interface AnalyzeRequest extends ProbeChoice {
  readonly results?: string;
  readonly json: boolean;
  readonly variants?: string[];
  readonly all: boolean;
  readonly analyzer?: string[];
  readonly epochs?: string;
  readonly device: string;
  readonly threads?: number;
  readonly set?: string[];
  readonly force: boolean;
}

/**
 * Analyzes what is missing. Returns 1 when something could not be done, 130 when it was stopped.
 */
export async function analyze(request: AnalyzeRequest): Promise<number> {
  const folder = resultsFolder(request.results);
  const { variants: names = [], all } = request;
  if (names.length === 0 && !all) throw usageError('no variant given', 'name one, or use --all');
  const found = all
    ? (await someVariants(folder)).filter(({ log }) => log === undefined)
    : await Promise.all(names.map((name) => findVariant(folder, name)));
  const { variants, refused } = await throughAskedPairs(found, request);
  const signal = interruptSignal();
  const steps = variants.filter(({ language }) => language);
  const units = new Map(steps.map(({ name }) => [name, 'step']));
  let shown: { readonly variant: string; readonly progress: Progress } | null = null;
  const analyzed = await analyzeVariants(variants, {
    analyzers: request.analyzer,
    epochs: request.epochs,
    threads: request.threads,
    device: request.device as Device,
    force: request.force,
    parameters: parseSettings(request.set),
    signal,
    onProgress({ variant, epoch, done, total }) {
      if (shown?.variant !== variant) {
        shown?.progress.end();
        shown = { variant, progress: startProgress(variant, total, 'checkpoints', request.json) };
      }
      shown.progress.update(done, `${units.get(variant) ?? 'epoch'} ${epoch}`);
    }
  });
  const reports = [...analyzed, ...refused];
  (shown as { readonly progress: Progress } | null)?.progress.end();
  if (request.json) printJson(reports.map(reportJson));
  else for (const report of reports) printReport(report);
  if (signal.aborted) {
    if (!request.json) print('stopped; run the same command again to go on');
    return 130;
  }
  return reports.some(({ failures }) => failures.length > 0) ? 1 : 0;
}

/**
 * Among several variants, one that lacks the asked pairs does not keep the others from being
 * analyzed.
 */
async function throughAskedPairs(found: readonly Variant[], request: ProbeChoice) {
  const variants: Variant[] = [];
  const refused: AnalysisReport[] = [];
  for (const variant of found)
    try {
      variants.push(variant.problem === undefined ? await seenVariant(variant, request) : variant);
    } catch (error) {
      if (found.length === 1) throw error;
      refused.push(refusal(variant, error));
    }
  const [first] = refused;
  if (first && refused.length === found.length) throw first.failures[0].error;
  return { variants, refused };
}
