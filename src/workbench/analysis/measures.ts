import type { Analyzer, CheckpointGraph } from '../../analyzers/index.ts';
import { float32, type NamedArrays, type Tensor } from '../../array/tensor.ts';
import {
  chooseDevice,
  compile,
  type Device,
  type Lazy,
  type Program,
  type Target
} from '../../engine/index.ts';
import { LAST, LAST_EPOCH } from './checkpoint-graph.ts';
import { type Parameters, parametersOf } from './chosen-analyzers.ts';
import { compileRepetition } from './repetition.ts';

/** The measurements of some analyzers, compiled together. */
export interface Measures {
  readonly device: Target;
  /** Names of the tensors that they read of the checkpoint, and of the run's last one. */
  readonly tensors: readonly string[];
  readonly lastTensors: readonly string[];
  /**
   * Returns what each analyzer measures on the weights of one checkpoint, beside the last one of
   * its run (by default itself, of epoch −1). Throws UserError on wrong shapes, and the signal's
   * reason once it fires.
   */
  run(
    weights: NamedArrays,
    last?: LastCheckpoint,
    signal?: AbortSignal
  ): Promise<Record<string, NamedArrays>>;
  dispose(): Promise<void>;
}

/** The last checkpoint of a run. */
export interface LastCheckpoint {
  readonly epoch: number;
  readonly weights: NamedArrays;
}

/** The graph at the layer of an analyzer that looks at one. */
function seenBy(graph: CheckpointGraph, { layer }: Parameters): CheckpointGraph {
  return typeof layer === 'number' ? graph.atLayer(layer) : graph;
}

/** How measurements are compiled. */
export interface MeasureOptions {
  readonly device?: Device;
  readonly threads?: number;
  /** The parameters of an analyzer; its defaults if not given. */
  readonly parameters?: (analyzer: Analyzer) => Parameters;
}

/**
 * Compiles the measurements of some analyzers into one graph, so that what they share is computed
 * once; only what runs many times per checkpoint has a graph of its own. What must be in float64
 * ('double') runs on the CPU beside a device without it.
 */
export async function compileMeasures(
  analyzers: readonly Analyzer[],
  graph: CheckpointGraph,
  { parameters = (analyzer) => parametersOf(analyzer, {}), ...options }: MeasureOptions
): Promise<Measures> {
  const device = await chooseDevice(options.device ?? 'auto');
  const outputs = analyzers.flatMap((analyzer) =>
    Object.entries(
      analyzer.measure?.(seenBy(graph, parameters(analyzer)), parameters(analyzer)) ?? {}
    ).map(([key, node]) => [`${analyzer.id}/${key}`, node] as const)
  );
  const isApart = ([, node]: readonly [string, Lazy]) =>
    device === 'webgpu' && node.type === 'double';
  const parts = [
    { outputs: outputs.filter((output) => !isApart(output)), device },
    { outputs: outputs.filter(isApart), device: 'cpu' as const }
  ].filter((part) => part.outputs.length > 0);
  const programs = await Promise.all(
    parts.map((part) =>
      compile(Object.fromEntries(part.outputs), { ...options, device: part.device })
    )
  );
  const repetitions = await Promise.all(
    analyzers.flatMap((analyzer) => {
      const repetition = analyzer.repeat?.(
        seenBy(graph, parameters(analyzer)),
        parameters(analyzer)
      );
      return repetition ? [compileRepetition(analyzer.id, repetition, device, options)] : [];
    })
  );
  const inputs = programs.flatMap((program: Program) => Object.keys(program.inputs));
  const names = [...new Set([...inputs, ...repetitions.flatMap(({ tensors }) => tensors)])];
  const ofLast = names.filter((name) => name.startsWith(LAST));
  return {
    device,
    tensors: names.filter((name) => !name.startsWith(LAST)),
    lastTensors: ofLast
      .filter((name) => name !== LAST_EPOCH)
      .map((name) => name.slice(LAST.length)),
    async run(weights, last = { epoch: -1, weights }, signal) {
      const ended = ofLast.map((name) =>
        name === LAST_EPOCH
          ? [name, float32(Float32Array.of(last.epoch), [])]
          : [name, last.weights[name.slice(LAST.length)]]
      );
      const fed: NamedArrays = { ...weights, ...Object.fromEntries(ended) };
      const results: Record<string, Tensor>[] = [];
      for (const program of programs) results.push(await program.run(fed));
      for (const repetition of repetitions) results.push(await repetition.run(fed, signal));
      return byAnalyzer(analyzers, Object.assign({}, ...results));
    },
    async dispose() {
      await Promise.all([...programs, ...repetitions].map((program) => program.dispose()));
    }
  };
}

function byAnalyzer(
  analyzers: readonly Analyzer[],
  results: NamedArrays
): Record<string, NamedArrays> {
  return Object.fromEntries(
    analyzers.map(({ id }) => {
      const own = Object.entries(results).filter(([key]) => key.startsWith(`${id}/`));
      return [id, Object.fromEntries(own.map(([key, value]) => [key.slice(id.length + 1), value]))];
    })
  );
}
