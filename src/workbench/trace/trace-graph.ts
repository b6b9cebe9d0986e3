import type { CheckpointGraph } from '../../analyzers/index.ts';
import {
  add,
  argmax,
  cast,
  concat,
  gather,
  greater,
  integers,
  type Lazy,
  logSoftmax,
  matmul,
  mean,
  mul,
  reshape,
  sub,
  sum,
  takeAlong,
  transpose
} from '../../engine/index.ts';

/** Where the logit lens looks, in the order of the computation. */
export const stages = ['embedding', 'attention', 'mlp'] as const;

const residuals = [
  'block.hook_resid_pre',
  'block.hook_resid_mid',
  'block.hook_resid_post'
] as const;

/** What is traced of each row at one checkpoint; n rows, 3 stages. */
export type TraceOutputs = {
  /** ln of the probability of the right answer, [n, stage]. */
  readonly logProbability: Lazy;
  /** Answers with a larger logit than the right one, [n, stage]. */
  readonly above: Lazy;
  /** The answer with the largest logit, [n, stage]. */
  readonly answer: Lazy;
  /** Attention from "=" to a, b and itself, [n, head, key]. */
  readonly attention: Lazy;
  /**
   * What each neuron adds to the right answer's logit beyond the mean over all answers, [n,
   * neuron].
   */
  readonly contribution: Lazy;
};

/**
 * Returns the trace of the graph's rows: the unembedding applied to the residual stream after each
 * stage.
 */
export function traceOutputs(graph: CheckpointGraph): TraceOutputs {
  const { labels } = graph;
  const count = labels.length;
  const unembed = graph.weight('unembed.W_U');
  const bias = graph.weight('unembed.b_U');
  const right = integers(labels, [count, 1]);
  const lens = residuals.map((name) => {
    const logits = cast(add(matmul(graph.activation(name), unembed), bias), 'double');
    const own = takeAlong(logits, right, 1);
    return {
      logProbability: takeAlong(logSoftmax(logits, 1), right, 1),
      above: sum(cast(greater(logits, own), 'double'), 1, true),
      answer: reshape(argmax(logits, 1), [count, 1])
    };
  });
  const joined = (key: 'logProbability' | 'above' | 'answer') =>
    concat(
      lens.map((stage) => stage[key]),
      1
    );
  const direction = sub(unembed, mean(unembed, 1, true)); // [d_model, answer]
  const perAnswer = transpose(matmul(graph.weight('block.mlp.W_out'), direction)); // [answer, neuron]
  return {
    logProbability: joined('logProbability'),
    above: joined('above'),
    answer: joined('answer'),
    attention: graph.activation('block.attn.hook_pattern'),
    contribution: mul(
      graph.activation('block.mlp.hook_post'),
      gather(perAnswer, integers(labels), 0)
    )
  };
}
