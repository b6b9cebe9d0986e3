import type { Device } from '../engine/index.ts';
import { printable } from '../error/printable.ts';
import { usageError } from '../error/user-error.ts';
import { findVariant, listVariants, resultsFolder } from '../loader/index.ts';
import { type AnalysisReport, analyzeVariants } from '../workbench/analysis/index.ts';
import { type AskedProbe, askedVariant } from './asked-probe.ts';
import { formatDuration } from './format.ts';
import { interruptSignal } from './interrupt.ts';
import { print, printJson, remark } from './output.ts';
import { type Progress, startProgress } from './progress.ts';
import { parseSettings } from './settings.ts';

/** What `grokscope analyze` was asked. */
export interface AnalyzeArguments extends AskedProbe {
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

/** Analyzes what is missing. Returns 1 when a checkpoint was refused, 130 when it was stopped. */
export async function analyze(asked: AnalyzeArguments): Promise<number> {
  const folder = resultsFolder(asked.results);
  const { variants: names = [], all } = asked;
  if (names.length === 0 && !all) throw usageError('no variant given', 'name one, or use --all');
  const found = all
    ? (await listVariants(folder)).filter(({ problem }) => problem === undefined)
    : await Promise.all(names.map((name) => findVariant(folder, name)));
  const variants = await Promise.all(found.map((variant) => askedVariant(variant, asked)));
  const signal = interruptSignal();
  let shown: { readonly variant: string; readonly progress: Progress } | null = null;
  const reports = await analyzeVariants(variants, {
    ...(asked.analyzer && { analyzers: asked.analyzer }),
    ...(asked.epochs !== undefined && { epochs: asked.epochs }),
    ...(asked.threads !== undefined && { threads: asked.threads }),
    device: asked.device as Device,
    force: asked.force,
    parameters: parseSettings(asked.set),
    signal,
    onProgress({ variant, epoch, done, total }) {
      if (shown?.variant !== variant) {
        shown?.progress.end();
        shown = { variant, progress: startProgress(variant, total, 'checkpoints', asked.json) };
      }
      shown.progress.update(done, `epoch ${epoch}`);
    }
  });
  (shown as { readonly progress: Progress } | null)?.progress.end();
  if (asked.json)
    printJson(
      reports.map((report) => ({
        ...report,
        failures: report.failures.map(({ epoch, file, error }) => ({
          epoch,
          file,
          error: error.message,
          hint: error.hint
        }))
      }))
    );
  else for (const report of reports) describe(report);
  if (signal.aborted) {
    if (!asked.json) print('stopped; run the same command again to go on');
    return 130;
  }
  return reports.some(({ failures }) => failures.length > 0) ? 1 : 0;
}

function describe({
  variant,
  checkpoints,
  artifacts,
  remade,
  failures,
  seconds,
  device
}: AnalysisReport): void {
  for (const { epoch, file, error } of failures)
    remark(
      `grokscope: ${file ?? (epoch === null ? printable(variant) : `epoch ${epoch}`)}: ${error.message}${error.hint ? `\n${error.hint}` : ''}`
    );
  if (checkpoints === 0 && remade.length === 0) {
    if (failures.length === 0) print(`${variant}: nothing missing`);
  } else {
    const pace =
      checkpoints > 0
        ? `, ${((1000 * seconds) / checkpoints).toFixed(0)} ms each on ${device}`
        : '';
    const files = remade.length > 0 ? `, remade ${remade.join(', ')}` : '';
    print(
      `${variant}: ${checkpoints} checkpoints, ${artifacts} artifacts in ${formatDuration(seconds)}${pace}${files}`
    );
  }
}
