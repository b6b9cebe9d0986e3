import type { NamedArrays } from '../../array/tensor.ts';
import { compile } from '../../engine/index.ts';
import type { Variant } from '../../loader/index.ts';
import { layoutOf } from '../../task/index.ts';
import { checkpointGraph } from '../analysis/checkpoint-graph.ts';
import { readWeights } from '../analysis/checkpoint-reader.ts';
import { chosenEpochs } from '../analysis/plan.ts';
import { demandGrid } from '../run/suited.ts';
import { sweep } from '../run/sweep.ts';
import { type Stage, stagesOf, traceOutputs } from './trace-graph.ts';
import { type PairsRequest, pairsToTrace, type TracedPairs } from './trace-pairs.ts';

/** What to trace and when. */
export interface TraceRequest extends PairsRequest {
  /** Epochs, or an epoch SPEC; every checkpoint by default. */
  readonly epochs?: string | readonly number[];
  readonly onProgress?: (done: number, total: number) => void;
}

/** Some inputs through training; e epochs. Of several inputs the means. */
export interface PairsTrace extends TracedPairs {
  /** Probability of the right answer and ln of it, [e, stage]. */
  readonly probability: Float64Array;
  readonly logProbability: Float64Array;
  /** Place of the right answer among all, from 1, [e, stage]. */
  readonly rank: Float64Array;
  /** Share of the pairs answered right, [e, stage]. */
  readonly accuracy: Float64Array;
  /** The answer, [e, stage]; −1 where several pairs have different ones. */
  readonly answer: Float64Array;
  /** Attention from "=" to the tokens before it and itself, [e, head, key]; [] without heads. */
  readonly attention: Float64Array;
  /**
   * What each neuron adds to the right answer's logit beyond the mean over all answers, [e,
   * neuron].
   */
  readonly contribution: Float64Array;
}

/** Traces of some pairs and of those held against them. */
export interface VariantTrace {
  /** Number of tokens of an input, and of different tokens: row Σ token · tokens^(places after). */
  readonly length: number;
  readonly tokens: number;
  /** Where the logits were read, in the order of the computation; the last are the model's. */
  readonly stages: readonly Stage[];
  readonly heads: number;
  /** Places that a head looks at: the tokens and "=". */
  readonly keys: number;
  readonly neurons: number;
  readonly epochs: readonly number[];
  readonly subject: PairsTrace;
  readonly partner: PairsTrace | null;
}

/**
 * Computes what a model does with some inputs at each checkpoint, from the checkpoints alone.
 * Rejects with a UserError on a malformed probe and a missing or damaged checkpoint.
 */
export async function traceVariant(
  variant: Variant,
  { epochs: requested, onProgress, ...pairs }: TraceRequest = {}
): Promise<VariantTrace> {
  demandGrid(variant, 'trace');
  const { subject, partner } = pairsToTrace(variant, pairs);
  const epochs = await chosenEpochs(variant, requested);
  const sides = partner ? [subject, partner] : [subject];
  const rows = Int32Array.from(sides.flatMap((side) => [...side.rows]));
  const graph = checkpointGraph(variant).on(rows);
  const stages = stagesOf(graph);
  const { length, tokens } = layoutOf(variant);
  const program = await compile(traceOutputs(graph), { device: 'cpu' });
  try {
    const names = Object.keys(program.inputs);
    const read = (epoch: number) => readWeights(variant, epoch, names);
    const traces: PairsTrace[] = [];
    const keys = length + 1;
    let [heads, neurons] = [0, 0];
    let ahead = epochs[0] === undefined ? null : read(epochs[0]);
    for (const i of epochs.keys()) {
      const result = await ahead!;
      ahead = epochs[i + 1] === undefined ? null : read(epochs[i + 1]);
      if ('error' in result) throw result.error;
      const found = await program.run(result.weights);
      heads = found.attention?.shape[1] ?? 0;
      neurons = found.contribution.shape[1];
      let from = 0;
      for (const [k, side] of sides.entries()) {
        traces[k] ??= emptyTrace(side, epochs.length, {
          stages: stages.length,
          heads,
          keys,
          neurons
        });
        addMeans(traces[k], i, found, from, graph.labels);
        from += side.rows.length;
      }
      onProgress?.(i + 1, epochs.length);
      sweep();
    }
    const [one, other = null] = traces;
    const sizes = { stages: stages.length, heads, keys, neurons };
    return {
      length,
      tokens,
      stages,
      heads,
      keys,
      neurons,
      epochs,
      subject: one ?? emptyTrace(subject, 0, sizes),
      partner: other
    };
  } finally {
    await program.dispose();
  }
}

interface TraceSizes {
  readonly stages: number;
  readonly heads: number;
  readonly keys: number;
  readonly neurons: number;
}

function emptyTrace(
  side: TracedPairs,
  e: number,
  { stages, heads, keys, neurons }: TraceSizes
): PairsTrace {
  const zeros = (size: number) => new Float64Array(e * size);
  return {
    ...side,
    probability: zeros(stages),
    logProbability: zeros(stages),
    rank: zeros(stages),
    accuracy: zeros(stages),
    answer: zeros(stages),
    attention: zeros(heads * keys),
    contribution: zeros(neurons)
  };
}

/**
 * Fills row i of a trace with the means over its pairs, which start at row `from` of the graph's
 * outputs.
 */
function addMeans(
  trace: PairsTrace,
  i: number,
  found: NamedArrays,
  from: number,
  labels: Int32Array
): void {
  const count = trace.rows.length;
  const into = (
    target: Float64Array,
    key: string,
    map: (value: number, row: number) => number = (value) => value
  ) => {
    const { data, shape } = found[key];
    const width = data.length / shape[0];
    for (let row = from; row < from + count; row++)
      for (let j = 0; j < width; j++) target[i * width + j] += map(data[row * width + j], row);
    for (let j = i * width; j < (i + 1) * width; j++) target[j] /= count;
  };
  into(trace.logProbability, 'logProbability');
  into(trace.probability, 'logProbability', Math.exp);
  into(trace.rank, 'above', (above) => above + 1);
  into(trace.accuracy, 'answer', (answer, row) => (answer === labels[row] ? 1 : 0));
  if (found.attention) into(trace.attention, 'attention');
  into(trace.contribution, 'contribution');
  const answers = found.answer.data;
  const stages = found.answer.shape[1];
  for (let stage = 0; stage < stages; stage++) {
    const first = answers[from * stages + stage];
    const isSame = trace.rows.every((_, k) => answers[(from + k) * stages + stage] === first);
    trace.answer[i * stages + stage] = isSame ? first : -1;
  }
}
