import type { Analyzer } from '../../analyzers/index.ts';
import type { NamedArrays } from '../../array/tensor.ts';
import { UserError } from '../../error/user-error.ts';
import { type Variant, wholeCheckpoints } from '../../loader/index.ts';
import { checkpointGraph } from './checkpoint-graph.ts';
import { readWeights } from './checkpoint-reader.ts';
import {
  compileMeasures,
  type LastCheckpoint,
  type MeasureOptions,
  type Measures
} from './measures.ts';

/** What some analyzers measured on a checkpoint, by analyzer, and why others did not. */
export interface Measured {
  readonly measured: Readonly<Record<string, NamedArrays>>;
  readonly unmeasured: ReadonlyMap<string, unknown>;
}

/** The measurements of a variant's analyzers, compiled for each set of them that is asked for. */
export interface MeasurePrograms {
  /**
   * Names of the tensors that the analyzers read of a checkpoint. Rejects where none of them can be
   * compiled.
   */
  tensorsOf(analyzers: readonly Analyzer[]): Promise<readonly string[]>;
  /**
   * Measures one checkpoint. An analyzer that cannot be measured does not keep the others from it.
   * Rejects with a UserError about the weights, and with the signal's reason once it fires.
   */
  run(
    analyzers: readonly Analyzer[],
    weights: NamedArrays,
    signal?: AbortSignal
  ): Promise<Measured>;
  /** The device of what was compiled first; null before. */
  device(): Measures['device'] | null;
  /** All that was compiled, for its end. */
  compiled(): Promise<readonly Measures[]>;
}

/** Those of a set of analyzers that compile, together, and why the others do not. */
interface Compiled {
  readonly analyzers: readonly Analyzer[];
  readonly measures: Measures;
  readonly failed: ReadonlyMap<string, unknown>;
}

/** Returns the measurements of a variant; nothing is compiled before it is asked for. */
export function measurePrograms(variant: Variant, options: MeasureOptions): MeasurePrograms {
  const programs = new Map<string, Promise<Compiled>>();
  const made: Measures[] = [];
  const compile = async (analyzers: readonly Analyzer[]): Promise<Measures> => {
    const measures = await compileMeasures(analyzers, checkpointGraph(variant), options);
    made.push(measures);
    return measures;
  };
  const compileSome = async (analyzers: readonly Analyzer[]): Promise<Compiled> => {
    try {
      return { analyzers, measures: await compile(analyzers), failed: new Map() };
    } catch (error) {
      if (analyzers.length === 1) throw error;
      const failed = new Map<string, unknown>();
      for (const analyzer of analyzers)
        await programOf([analyzer]).catch((own) => failed.set(analyzer.id, own));
      const sound = analyzers.filter(({ id }) => !failed.has(id));
      // What all of them fail for, or none alone, is about the variant or the device.
      if (sound.length === 0 || failed.size === 0) throw error;
      return { analyzers: sound, measures: await compile(sound), failed };
    }
  };
  const programOf = (analyzers: readonly Analyzer[]): Promise<Compiled> => {
    const key = analyzers.map(({ id }) => id).join();
    const known = programs.get(key) ?? compileSome(analyzers);
    programs.set(key, known);
    return known;
  };

  const lastWeights = new Map<string, Promise<LastCheckpoint | undefined>>();
  const lastFor = ({ lastTensors }: Measures) => {
    const key = lastTensors.join();
    const known = lastWeights.get(key) ?? readLast(variant, lastTensors);
    lastWeights.set(key, known);
    return known;
  };
  const runOn = async ({ measures }: Compiled, weights: NamedArrays, signal?: AbortSignal) =>
    measures.run(weights, await lastFor(measures), signal);

  return {
    tensorsOf: async (analyzers) => (await programOf(analyzers)).measures.tensors,
    async run(analyzers, weights, signal) {
      const together = await programOf(analyzers);
      const unmeasured = new Map(together.failed);
      try {
        return { measured: await runOn(together, weights, signal), unmeasured };
      } catch (error) {
        if (error instanceof UserError || signal?.aborted) throw error;
        const [one, ...others] = together.analyzers;
        if (others.length === 0) return { measured: {}, unmeasured: unmeasured.set(one.id, error) };
      }
      const measured: Record<string, NamedArrays> = {};
      for (const analyzer of together.analyzers)
        try {
          Object.assign(measured, await runOn(await programOf([analyzer]), weights, signal));
        } catch (error) {
          unmeasured.set(analyzer.id, error);
        }
      return { measured, unmeasured };
    },
    device: () => made[0]?.device ?? null,
    async compiled() {
      await Promise.allSettled(programs.values());
      return made;
    }
  };
}

/** Reads tensors of the last checkpoint; undefined where none are asked for. Throws UserError. */
async function readLast(
  variant: Variant,
  names: readonly string[]
): Promise<LastCheckpoint | undefined> {
  const epoch = (await wholeCheckpoints(variant)).at(-1);
  if (names.length === 0 || epoch === undefined) return undefined;
  const result = await readWeights(variant, epoch, names);
  if ('error' in result) throw result.error;
  return { epoch, weights: result.weights };
}
