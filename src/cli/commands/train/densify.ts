import type { Device } from '../../../engine/index.ts';
import { resultsFolder } from '../../../loader/index.ts';
import { formatDuration, formatLoss } from '../../../text/format.ts';
import { backgroundAnalysis } from '../../../workbench/explorer/background-analysis.ts';
import { densifyVariant } from '../../../workbench/train/densify-variant.ts';
import { changesOf } from '../../arguments/recipe-options.ts';
import { interruptSignal } from '../../output/interrupt.ts';
import { print, printJson, remark } from '../../output/output.ts';
import { type Progress, startProgress } from '../../output/progress.ts';
import type { TrainRequest } from './run.ts';

/**
 * Adds checkpoints to a stored run, with progress; Ctrl-C keeps what was added. Returns 130 when it
 * was stopped.
 */
export async function densify(request: TrainRequest, epochs: string): Promise<number> {
  const started = performance.now();
  const signal = interruptSignal();
  const device = request.device as Device;
  const analysis = request.analyze ? backgroundAnalysis({ device, signal }) : null;
  let progress: Progress | null = null;
  const report = await densifyVariant({
    results: resultsFolder(request.results),
    family: request.family,
    changes: changesOf(request),
    epochs,
    device,
    signal,
    threads: request.threads,
    onEpoch({ epoch, testLoss }, total) {
      progress ??= startProgress('retraining', total, 'epochs', request.json, epoch);
      progress.update(epoch + 1, `test ${formatLoss(testLoss)}`);
    },
    onCheckpoint: (variant) => analysis?.add(variant)
  });
  (progress as Progress | null)?.end();
  if (analysis && report.finished && report.added.length > 0) {
    if (!request.json) remark('analyzing the last checkpoints');
    await analysis.finish(report.variant);
  }
  const { variant, added, verified, finished, turn, from } = report;
  if (request.json)
    printJson({ variant: variant.name, path: variant.path, turn, from, finished, added, verified });
  else print(summary(report, (performance.now() - started) / 1000, analysis !== null));
  return finished && !(signal.aborted && analysis !== null) ? 0 : 130;
}

function summary(
  { variant, added, verified, finished }: Awaited<ReturnType<typeof densifyVariant>>,
  seconds: number,
  isAnalyzed: boolean
): string {
  if (finished && added.length === 0)
    return `nothing to add: ${variant.name} has these checkpoints`;
  const range = added.length === 0 ? '' : ` (${added[0]} … ${added.at(-1)})`;
  const done = `added ${added.length} checkpoints${range} to ${variant.name} in ${formatDuration(seconds)}; ${verified.length} stored ones came out the same byte for byte`;
  if (!finished) return `stopped: ${done}\ngo on: the same command`;
  return isAnalyzed ? done : `${done}\nrun: grokscope analyze ${variant.name}`;
}
