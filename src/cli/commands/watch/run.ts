import type { Device } from '../../../engine/index.ts';
import { usageError } from '../../../error/user-error.ts';
import { findVariant, resultsFolder, type Variant } from '../../../loader/index.ts';
import { importLanguage } from '../../../workbench/import/import-language.ts';
import { watchRun } from '../../../workbench/language/watch-run.ts';
import { printReport, reportJson } from '../../output/analysis-report.ts';
import { interruptSignal } from '../../output/interrupt.ts';
import { print, printJsonLine, remark } from '../../output/output.ts';

/** What `grokscope watch` was asked. */
export interface WatchRequest {
  readonly run: string;
  readonly results?: string;
  readonly json: boolean;
  readonly probeFile?: string;
  readonly hard?: string;
  readonly name?: string;
  readonly idle?: number;
  readonly device: string;
  readonly threads?: number;
}

/** Watches a run until it is stopped or idle; with `--json` a line per report. */
export async function watch(request: WatchRequest): Promise<number> {
  const variant = await watched(request);
  const { json, idle, threads } = request;
  let failed = 0;
  if (!json) remark(`watching ${variant.language?.source} (Ctrl-C ends it)`);
  await watchRun(
    variant,
    {
      onReport(report) {
        failed += report.failures.length;
        if (json) printJsonLine(reportJson(report));
        else printReport(report);
      },
      onWait(whole, unfinished) {
        const more = unfinished.length > 0 ? `; not whole yet: step ${unfinished.join(', ')}` : '';
        if (!json) remark(`waiting after ${whole} checkpoints${more}`);
      }
    },
    { signal: interruptSignal(), idle, threads, device: request.device as Device }
  );
  if (!json) print(`watched ${variant.name}: everything whole is analyzed`);
  return failed > 0 ? 1 : 0;
}

async function watched(request: WatchRequest): Promise<Variant> {
  const { run, probeFile, hard, name } = request;
  const results = resultsFolder(request.results);
  if (probeFile !== undefined) {
    const { variant } = await importLanguage({ results, run, probeFile, hard, name });
    return variant;
  }
  const variant = await findVariant(results, run);
  if (variant.language) return variant;
  throw usageError(
    `not a language model: ${variant.name}`,
    'watch is for checkpoints that something else writes; grokscope train --analyze analyzes its own'
  );
}
