import {
  add,
  cast,
  concat,
  constant,
  div,
  exp,
  greaterEqual,
  integers,
  type Lazy,
  less,
  lessEqual,
  log,
  max,
  mul,
  reshape,
  stopGradient,
  sub,
  sum,
  takeAlong,
  where
} from '../engine/index.ts';

/** The cross entropy of some rows, and how many of them are answered right. */
export interface RowLosses {
  /** Sum of −log softmax(logits)[label] over the rows; scalar of kind 'double'. */
  readonly total: Lazy;
  /** Number of rows whose label has the largest logit (ties count); scalar of kind 'float'. */
  readonly correct: Lazy;
}

/**
 * How the loss is computed. 'wide': in float64 from float32 logits, as the Python workbench does. 'narrow': for
 * devices without float64 (WebGPU), in float32 with the largest logit kept out of the sum, so that losses and
 * gradients far below 1e-7 keep their 7 digits, which a plain float32 log-softmax loses.
 */
export type LossForm = 'wide' | 'narrow';

/** Logits of some rows, [n, answers], with their labels, [n]. */
export interface LabelledLogits {
  readonly logits: Lazy;
  readonly labels: Int32Array;
}

/** Returns the losses of rows that went through the model in one or more passes. */
export function crossEntropy(
  passes: readonly LabelledLogits[],
  form: LossForm = 'wide'
): RowLosses {
  const each = passes.map(({ logits, labels }) => {
    const top = stopGradient(max(logits, 1, true));
    const below = sub(cast(logits, 'double'), cast(top, 'double')); // [n, answers], at most 0
    const own = takeAlong(below, integers(labels, [labels.length, 1]), 1); // [n, 1]
    return { own, sums: form === 'wide' ? sum(exp(below), 1, true) : sumOfOthers(below) };
  });
  const own = concat(
    each.map((pass) => pass.own),
    0
  );
  const sums = concat(
    each.map((pass) => pass.sums),
    0
  );
  const logs = form === 'wide' ? log(sums) : logOnePlus(sums);
  return {
    total: sum(sub(logs, own)),
    correct: sum(cast(greaterEqual(own, constant(0, [], 'double')), 'float'))
  };
}

/** Sum of the exponentials of each row but one of the largest (whose exponential is 1), [n, 1]. */
function sumOfOthers(below: Lazy): Lazy {
  const counted = stopGradient(cast(less(below, constant(0, [], 'double')), 'double'));
  const ties = sub(below.shape[1]! - 1, sum(counted, 1, true));
  return add(sum(mul(exp(below), counted), 1, true), ties);
}

/** Terms of the series of log((1 + s) / (1 − s)): for s up to 1/3 the rest is below 1e-8 of it. */
const terms = 8;

/** log(1 + x) for x ≥ 0 within float32 rounding: for x ≤ 1 as 2·artanh(x / (2 + x)). */
function logOnePlus(x: Lazy): Lazy {
  const one = constant(1, [], 'double');
  const small = lessEqual(x, one);
  const s = div(where(small, x, 0), add(where(small, x, 0), 2));
  const squared = mul(s, s);
  const series = Array.from({ length: terms }, (_, i) => 2 / (2 * (terms - i) - 1)).reduce<Lazy>(
    (sofar, coefficient) => add(mul(sofar, squared), coefficient),
    constant(0, [], 'double')
  );
  return where(small, mul(s, reshape(series, s.shape)), log(add(x, one)));
}
