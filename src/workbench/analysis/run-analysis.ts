import type { Analyzer } from '../../analyzers/index.ts';
import {
  type Appended,
  artifactFile,
  checkpointPath,
  checkSameRun,
  damagedCheckpoints,
  pinned,
  sweepVariant,
  type Variant
} from '../../loader/index.ts';
import { languageDamage } from '../language/language-model.ts';
import { recordHistory } from '../language/record-history.ts';
import { checkComputable } from '../run/model-of.ts';
import { readWeights } from './checkpoint-reader.ts';
import { checkParameters } from './chosen-analyzers.ts';
import { type AnalyzerState, statesOf } from './gaps.ts';
import type { Host } from './host.ts';
import { languageMeasurer } from './language-measurer.ts';
import { gridMeasurer, type Measurer } from './measurer.ts';
import type { AnalysisReport, AnalyzeOptions, CheckpointFailure } from './options.ts';
import { paceOf } from './pace.ts';
import { chosenEpochs, type EpochTask, tasksOf } from './plan.ts';
import { type ProgramCache, programCache } from './program-cache.ts';
import { remake } from './remake.ts';
import { stampFinished, stampStarted } from './stamps.ts';

/** Checkpoints whose host steps may lag behind the engine. */
const MOST_WAITING = 3;

/**
 * Runs some analyzers on a variant; the host does what follows the engine, and reads run ahead of
 * it. Files on disk decide what is left to do, so a killed run goes on where it was. What fails at
 * one checkpoint or in one analyzer, for whatever reason, is in the report and the rest is done;
 * only a file that cannot be written ends it. Throws UserError, also when another run replaces the
 * variant's meanwhile.
 */
export async function runAnalysis(
  variant: Variant,
  chosen: readonly Analyzer[],
  host: Host,
  options: AnalyzeOptions = {},
  linger: ProgramCache = programCache(0)
): Promise<AnalysisReport> {
  const run = pinned(variant);
  await sweepVariant(variant.path);
  try {
    return await runPinned(run, chosen, host, options, linger);
  } catch (error) {
    checkSameRun(run); // whatever failed, failed because of that
    throw error;
  }
}

async function runPinned(
  variant: Variant,
  chosen: readonly Analyzer[],
  host: Host,
  options: AnalyzeOptions,
  linger: ProgramCache
): Promise<AnalysisReport> {
  const started = performance.now();
  const { parameters = {}, force = false, signal } = options;
  checkParameters(chosen, parameters);
  checkComputable(variant);
  const states = await statesOf(variant, chosen, parameters);
  const epochs = await chosenEpochs(variant, options.epochs);
  const damaged = await damagedCheckpoints(variant);
  const whole = epochs.filter((epoch) => !damaged.includes(epoch));
  const tasks = tasksOf(states, whole, force);
  if (tasks.length > 0) host.wake();
  await stampStarted(variant, states, tasks);

  const work = await measureAll(variant, states, tasks, host, options, linger);
  checkSameRun(variant);
  const lost = await lostEpochs(variant, states, epochs, damaged, force);
  const late: CheckpointFailure[] = [];
  const fresh = new Set([...work.written.values()].flat());
  const made = signal?.aborted ? [] : await remake(variant, states, fresh, host, force, late);
  // What stands after the checkpoints is not begun once the run is stopped, and not waited for.
  const isAborted = signal?.aborted ?? false;
  const remade = isAborted ? [] : made;
  const failures = [...work.failures, ...(isAborted ? [] : [...lost, ...late])];
  await stampFinished(variant, states, work.written, remade, isAborted);
  const history = variant.language && !isAborted ? await recorded(variant, failures) : undefined;
  return {
    variant: variant.name,
    device: work.device,
    checkpoints: work.written.size,
    artifacts: [...work.written.values()].reduce((sum, ids) => sum + ids.length, 0),
    remade,
    failures,
    isAborted,
    seconds: (performance.now() - started) / 1000,
    ...(history !== undefined && { history })
  };
}

/** What cannot be written into the history is a failure like others; artifacts stay as they are. */
async function recorded(variant: Variant, failures: CheckpointFailure[]): Promise<Appended | null> {
  try {
    return await recordHistory(variant);
  } catch (error) {
    failures.push({ epoch: null, file: 'learning_history.jsonl', error: error as Error });
    return null;
  }
}

/** Names the damaged checkpoints that an artifact is missing of. */
async function lostEpochs(
  variant: Variant,
  states: readonly AnalyzerState[],
  epochs: readonly number[],
  damaged: readonly number[],
  force: boolean
): Promise<readonly CheckpointFailure[]> {
  const measured = states.filter(({ analyzer }) => Object.keys(analyzer.arrays).length > 0);
  const failures: CheckpointFailure[] = [];
  for (const epoch of damaged) {
    const isRequested = force || measured.some(({ stored }) => !stored.includes(epoch));
    if (!epochs.includes(epoch) || !isRequested) continue;
    const error = await damageOf(variant, epoch);
    if (error !== null) failures.push({ epoch, error });
  }
  return failures;
}

/** What is wrong with a damaged checkpoint. */
async function damageOf(variant: Variant, epoch: number): Promise<Error | null> {
  if (variant.language) return languageDamage(checkpointPath(variant, epoch));
  const result = await readWeights(variant, epoch, []);
  return 'error' in result ? (result.error as Error) : null;
}

interface Work {
  /** The analyzers whose artifact was written, by epoch. */
  readonly written: ReadonlyMap<number, readonly string[]>;
  readonly failures: readonly CheckpointFailure[];
  readonly device: AnalysisReport['device'];
}

/** Writes the per-epoch artifacts. */
async function measureAll(
  variant: Variant,
  states: readonly AnalyzerState[],
  tasks: readonly EpochTask[],
  host: Host,
  { device, threads, onProgress, signal }: AnalyzeOptions,
  linger: ProgramCache
): Promise<Work> {
  const written = new Map<number, readonly string[]>();
  const failures: CheckpointFailure[] = [];
  const parameters = (analyzer: Analyzer) =>
    states.find((state) => state.analyzer === analyzer)!.parameters;
  const measurer: Measurer = (variant.language ? languageMeasurer : gridMeasurer)(variant, {
    device,
    threads,
    parameters
  });
  if (tasks.length > 0) await measurer.begin();

  const pace = paceOf(variant.name, tasks.length, onProgress);
  const waiting: Promise<void>[] = [];
  const broken: unknown[] = [];
  const fail = (epoch: number, error: unknown, analyzer?: string) =>
    failures.push({
      epoch,
      ...(analyzer !== undefined && { file: `${analyzer}/${artifactFile(epoch)}` }),
      error: error instanceof Error ? error : new Error(String(error))
    });
  try {
    let ahead = tasks.length > 0 ? measurer.open(tasks[0]) : undefined;
    for (const [i, { epoch, analyzers }] of tasks.entries()) {
      const result = (await ahead)!;
      const next = tasks[i + 1];
      if (signal?.aborted || broken.length > 0) {
        if ('checkpoint' in result) await measurer.drop(result.checkpoint);
        ahead = undefined;
        break;
      }
      ahead = next ? measurer.open(next) : undefined;
      try {
        if ('error' in result) throw result.error;
        const { measured, unmeasured } = await measurer.run(analyzers, result.checkpoint, signal);
        for (const [error, ids] of Map.groupBy(unmeasured.keys(), (id) => unmeasured.get(id)))
          fail(epoch, error, ids.length === 1 ? ids[0] : undefined);
        const finished = host.ask({ kind: 'finish', variant, epoch, measured }).then(
          (unmade) => {
            for (const { analyzer, error } of unmade) fail(epoch, error, analyzer);
            const ids = unmade.map(({ analyzer }) => analyzer);
            const made = Object.keys(measured).filter((id) => !ids.includes(id));
            if (made.length > 0) written.set(epoch, made);
            pace.advance(epoch);
          },
          (error) => void broken.push(error)
        );
        waiting.push(finished);
      } catch (error) {
        if (signal?.aborted) break;
        fail(epoch, error);
        pace.advance(epoch);
      }
      if (waiting.length >= MOST_WAITING) await waiting.shift();
    }
    const unused = await ahead;
    if (unused && 'checkpoint' in unused) await measurer.drop(unused.checkpoint);
  } finally {
    await Promise.all(waiting);
    await measurer.close(linger);
  }
  if (broken.length > 0 && !signal?.aborted) throw broken[0];
  return { written, failures, device: tasks.length > 0 ? measurer.device() : null };
}
