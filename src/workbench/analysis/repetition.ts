import type { Repetition } from '../../analyzers/index.ts';
import type { NamedArrays } from '../../array/tensor.ts';
import { compile, type Device, type Target } from '../../engine/index.ts';
import { stacked } from './stacked-rows.ts';

/** A graph that runs many times on one checkpoint. */
export interface CompiledRepetition {
  /** Names of the tensors that it reads from the checkpoint. */
  readonly tensors: readonly string[];
  /**
   * Returns its outputs as `{analyzer}/{name}`, stacked, [run, …]. Rejects with the signal's reason
   * between two runs.
   */
  run(weights: NamedArrays, signal?: AbortSignal): Promise<NamedArrays>;
  dispose(): Promise<void>;
}

/**
 * Compiles what one analyzer repeats; float64 ('double') runs on the CPU where the device has none.
 */
export async function compileRepetition(
  analyzer: string,
  { outputs, count, feeds }: Repetition,
  device: Target,
  options: { readonly device?: Device; readonly threads?: number }
): Promise<CompiledRepetition> {
  const isWide = Object.values(outputs).some(({ type }) => type === 'double');
  const target = device === 'webgpu' && isWide ? 'cpu' : device;
  const program = await compile(outputs, { ...options, device: target });
  const further = Object.keys(feeds(0));
  return {
    tensors: Object.keys(program.inputs).filter((name) => !further.includes(name)),
    async run(weights, signal) {
      const rows: NamedArrays[] = [];
      for (let run = 0; run < count; run++) {
        signal?.throwIfAborted();
        rows.push(copied(await program.run({ ...weights, ...feeds(run) })));
      }
      const entries = Object.entries(stacked(rows));
      return Object.fromEntries(entries.map(([key, value]) => [`${analyzer}/${key}`, value]));
    },
    dispose: () => program.dispose()
  };
}

/** What a run returns may be overwritten by the next. */
function copied(arrays: NamedArrays): NamedArrays {
  const entries = Object.entries(arrays);
  return Object.fromEntries(entries.map(([k, t]) => [k, { ...t, data: t.data.slice() }]));
}
