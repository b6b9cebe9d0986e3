import type { Analyzer } from '../../analyzers/index.ts';
import { UserError } from '../../error/user-error.ts';
import {
  checkpointEpochs,
  checkSameRun,
  pinned,
  sweepVariant,
  type Variant
} from '../../loader/index.ts';
import { readWeights } from './checkpoint-reader.ts';
import { checkParameters } from './chosen-analyzers.ts';
import { type AnalyzerState, statesOf } from './gaps.ts';
import type { Host } from './host.ts';
import { type Lingering, lingering } from './lingering.ts';
import { compileMeasures, type LastCheckpoint, type Measures } from './measures.ts';
import type { AnalysisReport, AnalyzeOptions, CheckpointFailure } from './options.ts';
import { paceOf } from './pace.ts';
import { chosenEpochs, type EpochTask, tasksOf } from './plan.ts';
import { probeOf } from './probe.ts';
import { remake } from './remake.ts';
import { stampFinished, stampStarted } from './stamps.ts';

/** Checkpoints whose host steps may lag behind the engine. */
const MOST_WAITING = 3;

/**
 * Runs some analyzers on a variant; the host does what follows the engine, and reads run ahead of it. Files on disk
 * decide what is left to do, so a killed run goes on where it was. Throws UserError, also when another run replaces
 * the variant's meanwhile.
 */
export async function runAnalysis(
  variant: Variant,
  chosen: readonly Analyzer[],
  host: Host,
  options: AnalyzeOptions = {},
  linger: Lingering = lingering(0)
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
  linger: Lingering
): Promise<AnalysisReport> {
  const started = performance.now();
  const { parameters = {}, force = false, signal } = options;
  checkParameters(chosen, parameters);
  const states = await statesOf(variant, chosen, parameters);
  const epochs = await chosenEpochs(variant, options.epochs);
  const tasks = tasksOf(states, epochs, force);
  if (tasks.length > 0) host.wake();
  await stampStarted(variant, states, tasks);

  const work = await measureAll(variant, states, tasks, host, options, linger);
  checkSameRun(variant);
  const failures = [...work.failures];
  const remade = await remadeUnless(signal, () =>
    remake(variant, states, new Set([...work.written.values()].flat()), host, force, failures)
  );
  const isAborted = signal?.aborted ?? false;
  await stampFinished(variant, states, work.written, remade, isAborted);
  return {
    variant: variant.name,
    device: work.device,
    checkpoints: work.written.size,
    artifacts: [...work.written.values()].reduce((sum, ids) => sum + ids.length, 0),
    remade,
    failures,
    isAborted,
    seconds: (performance.now() - started) / 1000
  };
}

/** What stands after the checkpoints is not begun once the run is stopped, and not waited for. */
async function remadeUnless(
  signal: AbortSignal | undefined,
  make: () => Promise<readonly string[]>
): Promise<readonly string[]> {
  if (signal?.aborted) return [];
  try {
    return await make();
  } catch (error) {
    if (signal?.aborted) return [];
    throw error;
  }
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
  linger: Lingering
): Promise<Work> {
  const written = new Map<number, readonly string[]>();
  const failures: CheckpointFailure[] = [];
  const programs = new Map<string, Promise<Measures>>();
  const parameters = (analyzer: Analyzer) =>
    states.find((state) => state.analyzer === analyzer)!.parameters;
  const measuresFor = ({ analyzers }: EpochTask) => {
    const key = analyzers.map(({ id }) => id).join();
    const known =
      programs.get(key) ??
      compileMeasures(analyzers, probeOf(variant), { device, threads, parameters });
    programs.set(key, known);
    return known;
  };
  const read = async (task: EpochTask) =>
    readWeights(variant, task.epoch, (await measuresFor(task)).tensors);

  const lastWeights = new Map<string, Promise<LastCheckpoint | undefined>>();
  const lastFor = async (task: EpochTask) => {
    const names = (await measuresFor(task)).lastTensors;
    const key = names.join();
    const known = lastWeights.get(key) ?? readLast(variant, names);
    lastWeights.set(key, known);
    return known;
  };

  const pace = paceOf(variant.name, tasks.length, onProgress);
  const waiting: Promise<void>[] = [];
  const broken: unknown[] = [];
  try {
    let ahead = tasks[0] && read(tasks[0]);
    for (const [i, task] of tasks.entries()) {
      const result = await ahead!;
      const next = tasks[i + 1];
      ahead = next && read(next);
      if (signal?.aborted || broken.length > 0) break;
      try {
        if ('error' in result) throw result.error;
        const measures = await measuresFor(task);
        const measured = await measures.run(result.weights, await lastFor(task), signal);
        const { epoch } = task;
        const finished = host.ask({ kind: 'finish', variant, epoch, measured }).then(
          () => {
            written.set(epoch, Object.keys(measured));
            pace.advance(epoch);
          },
          (error) => void broken.push(error)
        );
        waiting.push(finished);
      } catch (error) {
        if (signal?.aborted) break;
        if (!(error instanceof UserError)) throw error;
        failures.push({ epoch: task.epoch, error });
        pace.advance(task.epoch);
      }
      if (waiting.length >= MOST_WAITING) await waiting.shift();
    }
    await ahead;
  } finally {
    await Promise.all(waiting);
    for (const compiled of programs.values()) {
      const measures = await compiled.catch(() => null);
      if (measures) await linger.keep(measures);
    }
  }
  if (broken.length > 0 && !signal?.aborted) throw broken[0];
  const first = await programs.values().next().value;
  return { written, failures, device: first?.device ?? null };
}

/** Reads tensors of the last checkpoint; undefined where none are asked for. Throws UserError. */
async function readLast(
  variant: Variant,
  names: readonly string[]
): Promise<LastCheckpoint | undefined> {
  const epoch = (await checkpointEpochs(variant)).at(-1);
  if (names.length === 0 || epoch === undefined) return undefined;
  const result = await readWeights(variant, epoch, names);
  if ('error' in result) throw result.error;
  return { epoch, weights: result.weights };
}
