import type { NamedArrays } from '../../array/tensor.ts';
import { compile } from '../../engine/index.ts';
import { UserError } from '../../error/user-error.ts';
import type { Variant } from '../../loader/index.ts';
import { layoutOf } from '../../task/index.ts';
import { checkpointGraph } from '../analysis/checkpoint-graph.ts';
import { readWeights } from '../analysis/checkpoint-reader.ts';
import { chosenEpochs } from '../analysis/plan.ts';
import { stages, traceOutputs } from './trace-graph.ts';
import { type PairsRequest, pairsToTrace, type TracedPairs } from './trace-pairs.ts';

/** What to trace and when. */
export interface TraceRequest extends PairsRequest {
  /** Epochs, or an epoch SPEC; every checkpoint by default. */
  readonly epochs?: string | readonly number[];
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Some pairs through training; e epochs, stages embedding, attention, mlp. Of several pairs the
 * means.
 */
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
  /** Attention from "=" to a, b and itself, [e, head, key]. */
  readonly attention: Float64Array;
  /**
   * What each neuron adds to the right answer's logit beyond the mean over all answers, [e,
   * neuron].
   */
  readonly contribution: Float64Array;
}

/** Traces of some pairs and of those held against them. */
export interface VariantTrace {
  /** Number of different inputs a, and b. */
  readonly tokens: number;
  readonly heads: number;
  readonly neurons: number;
  readonly epochs: readonly number[];
  readonly subject: PairsTrace;
  readonly partner: PairsTrace | null;
}

/**
 * Computes what a model does with some pairs at each checkpoint, from the checkpoints alone.
 * Rejects with a UserError on a malformed probe, a missing or damaged checkpoint, and a model other
 * than the 1-layer transformer.
 */
export async function traceVariant(
  variant: Variant,
  { epochs: requested, onProgress, ...pairs }: TraceRequest = {}
): Promise<VariantTrace> {
  const { subject, partner } = pairsToTrace(variant, pairs);
  const epochs = await chosenEpochs(variant, requested);
  const sides = partner ? [subject, partner] : [subject];
  const rows = Int32Array.from(sides.flatMap((side) => [...side.rows]));
  const whole = checkpointGraph(variant);
  if (!whole.trained.includes('unembed.W_U'))
    throw new UserError(
      `cannot trace ${variant.name}: its model has no attention`,
      'traces are of transformers'
    );
  const graph = whole.on(rows);
  const program = await compile(traceOutputs(graph), { device: 'cpu' });
  try {
    const names = Object.keys(program.inputs);
    const read = (epoch: number) => readWeights(variant, epoch, names);
    const traces: PairsTrace[] = [];
    let [heads, neurons] = [0, 0];
    let ahead = epochs[0] === undefined ? null : read(epochs[0]);
    for (const i of epochs.keys()) {
      const result = await ahead!;
      ahead = epochs[i + 1] === undefined ? null : read(epochs[i + 1]);
      if ('error' in result) throw result.error;
      const found = await program.run(result.weights);
      heads = found.attention!.shape[1];
      neurons = found.contribution.shape[1];
      let from = 0;
      for (const [k, side] of sides.entries()) {
        traces[k] ??= emptyTrace(side, epochs.length, heads, neurons);
        addMeans(traces[k], i, found, from, graph.labels);
        from += side.rows.length;
      }
      onProgress?.(i + 1, epochs.length);
    }
    const [one, other = null] = traces;
    const none = () => emptyTrace(subject, 0, 0, 0);
    const { tokens } = layoutOf(variant);
    return { tokens, heads, neurons, epochs, subject: one ?? none(), partner: other };
  } finally {
    await program.dispose();
  }
}

function emptyTrace(side: TracedPairs, e: number, heads: number, neurons: number): PairsTrace {
  const zeros = (size: number) => new Float64Array(e * size);
  return {
    ...side,
    probability: zeros(stages.length),
    logProbability: zeros(stages.length),
    rank: zeros(stages.length),
    accuracy: zeros(stages.length),
    answer: zeros(stages.length),
    attention: zeros(heads * 3),
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
  into(trace.attention, 'attention');
  into(trace.contribution, 'contribution');
  const answers = found.answer.data;
  for (let stage = 0; stage < stages.length; stage++) {
    const first = answers[from * stages.length + stage];
    const isSame = trace.rows.every(
      (_, k) => answers[(from + k) * stages.length + stage] === first
    );
    trace.answer[i * stages.length + stage] = isSame ? first : -1;
  }
}
