import type { Device } from '../../../engine/index.ts';
import { resultsFolder } from '../../../loader/index.ts';
import { formatDuration, formatLoss } from '../../../text/format.ts';
import { turnTitle } from '../../../turn/index.ts';
import { backgroundAnalysis } from '../../../workbench/explorer/background-analysis.ts';
import { lossFacts } from '../../../workbench/run/facts.ts';
import { type TrainReport, trainVariant } from '../../../workbench/train/train-variant.ts';
import type { ValuesOf } from '../../arguments/options.ts';
import { changesOf, type recipeOptions } from '../../arguments/recipe-options.ts';
import { interruptSignal } from '../../output/interrupt.ts';
import { print, printJson, remark } from '../../output/output.ts';
import { type Progress, startProgress } from '../../output/progress.ts';

/** What `grokscope train` is asked. */
export interface TrainRequest extends ValuesOf<typeof recipeOptions> {
  readonly family: string;
  readonly results?: string;
  readonly json: boolean;
  readonly device: string;
  readonly threads?: number;
  readonly analyze: boolean;
  readonly force: boolean;
  readonly resume: boolean;
}

/** Trains with progress; a signal saves and stops. Returns 130 when it was stopped. */
export async function train(request: TrainRequest): Promise<number> {
  const started = performance.now();
  const signal = interruptSignal();
  const analysis = request.analyze
    ? backgroundAnalysis({ device: request.device as Device, signal })
    : null;
  let progress: Progress | null = null;
  const report = await trainVariant({
    results: resultsFolder(request.results),
    family: request.family,
    changes: changesOf(request),
    device: request.device as Device,
    threads: request.threads,
    force: request.force,
    resume: request.resume,
    signal,
    onEpoch({ epoch, trainLoss, testLoss, trainAccuracy, testAccuracy }, total) {
      progress ??= startProgress('training', total, 'epochs', request.json, epoch);
      progress.update(
        epoch + 1,
        `train ${formatLoss(trainLoss)} (${share(trainAccuracy)})  test ${formatLoss(testLoss)} (${share(testAccuracy)})`
      );
    },
    onStep({ step, loss, accuracy }, total, evaluation) {
      progress ??= startProgress('training', total, 'steps', request.json, step - 1);
      const known =
        evaluation && `  test ${formatLoss(evaluation.loss)} (${share(evaluation.accuracy)})`;
      progress.update(step, `train ${formatLoss(loss)} (${share(accuracy)})${known ?? ''}`);
    },
    onCheckpoint: (variant) => analysis?.add(variant)
  });
  (progress as Progress | null)?.end();
  if (analysis && report.finished) {
    if (!request.json) remark('analyzing the last checkpoints');
    await analysis.finish(report.variant);
  }
  const { variant, finished } = report;
  const isStopped = signal.aborted && (!finished || analysis !== null);
  const { facts, done, stopped } =
    report.evaluation === undefined ? ofGrid(report) : ofText(report);
  if (request.json)
    printJson({ variant: variant.name, path: variant.path, from: report.from, finished, ...facts });
  else {
    const took = formatDuration((performance.now() - started) / 1000);
    print(
      finished
        ? `trained ${variant.name}: ${done(took)}`
        : `stopped ${stopped}, saved in ${variant.path}\ngo on: the same command with --resume`
    );
    if (finished && isStopped)
      print(`its analysis was stopped\ngo on: grokscope analyze ${variant.name}`);
  }
  return isStopped ? 130 : 0;
}

/** What there is to say of a training. */
interface Outcome {
  /** For `--json`. */
  readonly facts: object;
  /** What was done, in so much time. */
  done(took: string): string;
  /** Where it was stopped. */
  readonly stopped: string;
}

function ofGrid({ losses, from, epochs }: TrainReport): Outcome {
  const facts = lossFacts(losses.train, losses.test);
  const [fit, rest] = [formatLoss(facts.finalTrainLoss), formatLoss(facts.finalTestLoss)];
  return {
    facts,
    done: (took) =>
      `${epochs - from} epochs in ${took}, train ${fit}, test ${rest}, ${turnTitle} ${facts.grokkedAt ?? 'none'}`,
    stopped: epochs === 0 ? 'before the first epoch' : `after epoch ${epochs - 1}`
  };
}

function ofText({ from, epochs, evaluation = null }: TrainReport): Outcome {
  const { loss, accuracy } = evaluation ?? { loss: null, accuracy: null };
  const right = accuracy === null ? '' : ` (${share(accuracy)})`;
  return {
    facts: { steps: epochs, finalTestLoss: loss, finalTestAccuracy: accuracy },
    done: (took) => `${epochs - from} steps in ${took}, test ${formatLoss(loss)}${right}`,
    stopped: `after step ${epochs}`
  };
}

function share(accuracy: number): string {
  return `${(100 * accuracy).toFixed(1)} %`;
}
