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

/** Where the logit lens can look, in the order of the computation. */
export type Stage = 'embedding' | 'attention' | 'mlp';

const residuals: Readonly<Record<Exclude<Stage, 'mlp'>, string>> = {
  embedding: 'block.hook_resid_pre',
  attention: 'block.hook_resid_mid'
};

/**
 * Returns the stages of a model that can be looked at: after its last MLP is its answer; before,
 * the unembedding of its own reads the residual stream of a transformer without a final norm.
 */
export function stagesOf({ trained }: CheckpointGraph): readonly Stage[] {
  const isRead = trained.includes('unembed.W_U') && !trained.some((name) => /^ln_final/.test(name));
  return isRead ? ['embedding', 'attention', 'mlp'] : ['mlp'];
}

/** What is traced of each row at one checkpoint; n rows. */
export type TraceOutputs = {
  /** ln of the probability of the right answer, [n, stage]. */
  readonly logProbability: Lazy;
  /** Answers with a larger logit than the right one, [n, stage]. */
  readonly above: Lazy;
  /** The answer with the largest logit, [n, stage]. */
  readonly answer: Lazy;
  /** Attention from "=" to the tokens before it and itself, [n, head, key], where there is one. */
  readonly attention?: Lazy;
  /**
   * What each neuron adds to the right answer's logit beyond the mean over all answers, [n,
   * neuron].
   */
  readonly contribution: Lazy;
};

/**
 * Returns the trace of the graph's rows: the logits at each of {@link stagesOf}, those of the last
 * are the model's.
 */
export function traceOutputs(graph: CheckpointGraph): TraceOutputs {
  const { labels, trained } = graph;
  const count = labels.length;
  const right = integers(labels, [count, 1]);
  const lens = stagesOf(graph).map((stage) => {
    const logits = cast(logitsAt(graph, stage), 'double');
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
  const hasAttention = trained.some((name) => name.endsWith('attn.W_Q'));
  return {
    logProbability: joined('logProbability'),
    above: joined('above'),
    answer: joined('answer'),
    ...(hasAttention && { attention: graph.activation('block.attn.hook_pattern') }),
    contribution: mul(
      graph.activation('block.mlp.hook_post'),
      gather(writtenBy(graph), integers(labels), 0)
    )
  };
}

function logitsAt(graph: CheckpointGraph, stage: Stage): Lazy {
  if (stage === 'mlp') return graph.activation('logits');
  const read = matmul(graph.activation(residuals[stage]), graph.weight('unembed.W_U'));
  return add(read, graph.weight('unembed.b_U'));
}

/**
 * What a neuron writes to each answer's logit beyond the mean over all answers, [answer, neuron];
 * before a final norm, if there is one.
 */
function writtenBy(graph: CheckpointGraph): Lazy {
  const { trained } = graph;
  if (trained.includes('W_out.weight')) {
    const output = graph.weight('W_out.weight'); // [answer, neuron]
    return sub(output, mean(output, 0, true));
  }
  const unembed = trained.includes('unembed.W_U')
    ? graph.weight('unembed.W_U')
    : transpose(graph.weight('embed.W_E'));
  const direction = sub(unembed, mean(unembed, 1, true)); // [d_model, answer]
  return transpose(matmul(graph.weight('block.mlp.W_out'), direction));
}
