import type { Analyzer } from '../../analyzers/index.ts';
import type { NamedArrays } from '../../array/tensor.ts';
import { chooseDevice, type Device, type Target } from '../../engine/index.ts';
import type { Variant } from '../../loader/index.ts';
import { analysisBytes, checkMemory } from '../run/memory.ts';
import { modelOf } from '../run/model-of.ts';
import { checkpointGraph } from './checkpoint-graph.ts';
import { readWeights } from './checkpoint-reader.ts';
import type { Parameters } from './chosen-analyzers.ts';
import { type Measured, measurePrograms } from './measure-programs.ts';
import type { EpochTask } from './plan.ts';
import type { ProgramCache } from './program-cache.ts';

/** How checkpoints are measured. */
export interface MeasurerOptions {
  readonly device?: Device | undefined;
  readonly threads?: number | undefined;
  /** The parameters of an analyzer. */
  readonly parameters: (analyzer: Analyzer) => Parameters;
}

/** A checkpoint that was read, or the error that kept it from being read. */
export type Opened<C> = { readonly checkpoint: C } | { readonly error: unknown };

/** What reads the checkpoints of a variant and measures them. */
export interface Measurer<C = unknown> {
  /** Gets ready. Rejects where the machine or the device lacks what it takes. */
  begin(): Promise<void>;
  /** Reads what some analyzers need of a checkpoint, ahead of its use. Never rejects. */
  open(task: EpochTask): Promise<Opened<C>>;
  /**
   * Measures one checkpoint and lets it go. An analyzer that cannot be measured does not keep the
   * others from it. Rejects with a UserError about the checkpoint, and with the signal's reason
   * once it fires.
   */
  run(analyzers: readonly Analyzer[], checkpoint: C, signal?: AbortSignal): Promise<Measured>;
  /** Lets go a checkpoint that is not measured. */
  drop(checkpoint: C): Promise<void>;
  /** Null before anything was computed. */
  device(): Target | null;
  /** Ends it; what was compiled may linger for the next variant. */
  close(linger: ProgramCache): Promise<void>;
}

/** Returns what measures the checkpoints of a variant over its grid: one graph for each. */
export function gridMeasurer(
  variant: Variant,
  { device, threads, parameters }: MeasurerOptions
): Measurer<{ readonly weights: NamedArrays }> {
  const programs = measurePrograms(variant, {
    ...(device && { device }),
    ...(threads !== undefined && { threads }),
    parameters
  });
  return {
    async begin() {
      checkMemory('analysis', analysisBytes(variant, modelOf(variant)));
      await chooseDevice(device ?? 'auto');
      checkpointGraph(variant);
    },
    async open({ epoch, analyzers }) {
      try {
        const found = await readWeights(variant, epoch, await programs.tensorsOf(analyzers));
        return 'error' in found ? found : { checkpoint: found };
      } catch (error) {
        return { error };
      }
    },
    run: (analyzers, { weights }, signal) => programs.run(analyzers, weights, signal),
    drop: async () => undefined,
    device: () => programs.device(),
    async close(linger) {
      for (const measures of await programs.compiled()) await linger.keep(measures);
    }
  };
}
