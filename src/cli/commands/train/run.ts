import type { Device } from '../../../engine/index.ts';
import { type Recipe, resultsFolder } from '../../../loader/index.ts';
import { formatDuration, formatLoss } from '../../../text/format.ts';
import { turnTitle } from '../../../turn/index.ts';
import { backgroundAnalysis } from '../../../workbench/explorer/background-analysis.ts';
import { lossFacts } from '../../../workbench/run/facts.ts';
import { trainVariant } from '../../../workbench/train/train-variant.ts';
import { interruptSignal } from '../../output/interrupt.ts';
import { print, printJson, remark } from '../../output/output.ts';
import { type Progress, startProgress } from '../../output/progress.ts';

type Changes = Partial<Omit<Recipe, 'family'>>;

/** What `grokscope train` was asked. */
export interface TrainArguments extends Changes {
  readonly family: string;
  readonly results?: string;
  readonly json: boolean;
  readonly device: string;
  readonly threads?: number;
  readonly analyze: boolean;
  readonly force: boolean;
  readonly resume: boolean;
}

const recipeKeys = [
  ...([
    'prime',
    'seed',
    'dataSeed',
    'fraction',
    'epochs',
    'lr',
    'weightDecay',
    'beta1',
    'beta2'
  ] as const),
  ...(['warmup', 'dModel', 'heads', 'dMlp', 'checkpoints'] as const)
];

/** Returns what the words change in the family's recipe. */
export function changesOf(asked: TrainArguments): Changes {
  return Object.fromEntries(
    recipeKeys.flatMap((key) => (asked[key] === undefined ? [] : [[key, asked[key]]]))
  );
}

/** Trains with progress; a signal saves and stops. Returns 130 when it was stopped. */
export async function train(asked: TrainArguments): Promise<number> {
  const started = performance.now();
  const signal = interruptSignal();
  const analysis = asked.analyze
    ? backgroundAnalysis({ device: asked.device as Device, signal })
    : null;
  let progress: Progress | null = null;
  const report = await trainVariant({
    results: resultsFolder(asked.results),
    family: asked.family,
    changes: changesOf(asked),
    device: asked.device as Device,
    threads: asked.threads,
    force: asked.force,
    resume: asked.resume,
    signal,
    onEpoch({ epoch, trainLoss, testLoss, trainAccuracy, testAccuracy }, total) {
      progress ??= startProgress('training', total, 'epochs', asked.json, epoch);
      const share = (accuracy: number) => `${(100 * accuracy).toFixed(1)} %`;
      progress.update(
        epoch + 1,
        `train ${formatLoss(trainLoss)} (${share(trainAccuracy)})  test ${formatLoss(testLoss)} (${share(testAccuracy)})`
      );
    },
    onCheckpoint: (variant) => analysis?.add(variant)
  });
  (progress as Progress | null)?.end();
  if (analysis && report.finished) {
    if (!asked.json) remark('analyzing the last checkpoints');
    await analysis.finish(report.variant);
  }
  const facts = lossFacts(report.losses.train, report.losses.test);
  const { variant, from, epochs, finished } = report;
  const isStopped = signal.aborted && (!finished || analysis !== null);
  if (asked.json)
    printJson({ variant: variant.name, path: variant.path, from, finished, ...facts });
  else {
    const took = formatDuration((performance.now() - started) / 1000);
    const last = epochs === 0 ? 'before the first epoch' : `after epoch ${epochs - 1}`;
    print(
      finished
        ? `trained ${variant.name}: ${epochs - from} epochs in ${took}, train ${formatLoss(facts.finalTrainLoss)}, test ${formatLoss(facts.finalTestLoss)}, ${turnTitle} ${facts.grokkedAt ?? 'none'}`
        : `stopped ${last}, saved in ${variant.path}\ngo on: the same command with --resume`
    );
    if (finished && isStopped)
      print(`its analysis was stopped\ngo on: grokscope analyze ${variant.name}`);
  }
  return isStopped ? 130 : 0;
}
