import { float64, type NamedArrays, type Tensor } from '../../array/tensor.ts';
import {
  add,
  argmax,
  cast,
  exp,
  integers,
  type Lazy,
  logSoftmax,
  matmul,
  mul,
  neg,
  reshape,
  sum,
  takeAlong
} from '../../engine/index.ts';
import { UserError } from '../../error/user-error.ts';
import { analyzer } from '../analyzer.ts';
import { rowFacts } from '../measures/row-facts.ts';

/** Where the unembedding reads the residual stream, in the order of the computation. */
export const lensStages = ['embedding', 'attention', 'mlp'] as const;
const residuals = {
  embedding: 'block.hook_resid_pre',
  attention: 'block.hook_resid_mid',
  mlp: 'block.hook_resid_post'
} as const;
/** What is told of each stage and side. */
export const lensSides = ['test', 'train'] as const;
const values = ['entropy', 'loss', 'accuracy'] as const;

type Key =
  `${(typeof lensSides)[number]}_${(typeof lensStages)[number]}_${(typeof values)[number]}`;
const wide = { dims: [], dtype: 'float64' } as const;
const specs = Object.fromEntries(
  lensSides.flatMap((side) =>
    lensStages.flatMap((stage) => values.map((value) => [`${side}_${stage}_${value}`, wide]))
  )
) as Record<Key, typeof wide>;

/**
 * How sure the answers are where the unembedding reads the residual stream before and after each
 * part of a layer (the logit lens; nostalgebraist 2020).
 */
export default analyzer({
  id: 'lens_entropy',
  title: 'Entropy by logit lens',
  about: 'How sure the answer is after the embedding, after attention and after the MLP.',
  version: 1,
  layered: true,
  probed: true,
  /**
   * Means over the rows that the run is tested on, and those it trained on: entropy of the answers
   * and loss in nats, share of right answers. NaN on a side without rows.
   */
  arrays: specs,
  measure({ labels, activation, weight, trained }) {
    if (trained.some((name) => name.startsWith('ln_final')))
      throw new UserError(
        'the model has a norm before its unembedding',
        'the logit lens would leave it out: choose other analyzers'
      );
    const unembedding = weight('unembed.W_U');
    const bias = trained.includes('unembed.b_U') ? weight('unembed.b_U') : null;
    const right = integers(
      labels.map((label) => Math.max(0, label)),
      [labels.length, 1]
    );
    return Object.fromEntries(
      lensStages.flatMap((stage) => {
        const product = matmul(activation(residuals[stage]), unembedding);
        const logits = cast(bias ? add(product, bias) : product, 'double');
        const logs = logSoftmax(logits, 1);
        const row = (x: Lazy) => reshape(x, [labels.length]);
        return [
          [`${stage}_entropy`, neg(sum(mul(exp(logs), logs), [1]))],
          [`${stage}_loss`, row(neg(takeAlong(logs, right, 1)))],
          [`${stage}_answer`, argmax(logits, 1)]
        ];
      })
    );
  },
  finish(measured, context) {
    const { labels, isTrained } = rowFacts(context);
    const { rows } = context;
    const found: Record<string, Tensor> = {};
    for (const side of lensSides) {
      const wanted = side === 'train' ? 1 : 0;
      const places: number[] = [];
      for (let i = 0; i < measured.mlp_answer.data.length; i++) {
        const row = rows?.[i] ?? i;
        if (labels[row] >= 0 && isTrained[row] === wanted) places.push(i);
      }
      const average = (value: (i: number) => number) =>
        float64(
          Float64Array.of(places.reduce((total, i) => total + value(i), 0) / places.length),
          []
        );
      for (const stage of lensStages) {
        const { [`${stage}_entropy`]: entropy, [`${stage}_loss`]: loss } = measured;
        const { [`${stage}_answer`]: answer } = measured;
        found[`${side}_${stage}_entropy`] = average((i) => entropy.data[i]);
        found[`${side}_${stage}_loss`] = average((i) => loss.data[i]);
        found[`${side}_${stage}_accuracy`] = average((i) =>
          answer.data[i] === labels[rows?.[i] ?? i] ? 1 : 0
        );
      }
    }
    return found satisfies NamedArrays;
  },
  summary: specs,
  summarize: (arrays) => arrays
});
