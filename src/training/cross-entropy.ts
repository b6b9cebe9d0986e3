import {
  add,
  cast,
  concat,
  constant,
  div,
  exp,
  integers,
  type Lazy,
  lessEqual,
  log,
  max,
  mul,
  neg,
  square,
  stopGradient,
  sub,
  sum,
  takeAlong,
  where
} from '../engine/index.ts';

/** The cross entropy of some rows, and how many of them are answered right. */
export interface RowLosses {
  /**
   * Sum of −log softmax(logits)[label] over the rows; scalar of kind 'double', 'float' in the
   * narrow form.
   */
  readonly total: Lazy;
  /** Number of rows whose label has the largest logit (ties count); scalar of the same kind. */
  readonly correct: Lazy;
  /** −log softmax(logits)[label] of each row, [n, 1]. */
  readonly each: Lazy;
  /** How far each label's logit is below the largest, [n, 1]; 0 where the row is right. */
  readonly offsets: Lazy;
}

/**
 * How the loss is computed. 'wide': in float64 from float32 logits, as the Python workbench does.
 * 'narrow': for devices without float64 (WebGPU), in float32 with the label kept out of the sum, so
 * that losses and gradients far below 1e-7 keep their 7 digits, which a plain float32 log-softmax
 * loses.
 */
export type LossForm = 'wide' | 'narrow';

/**
 * Logits of some rows, [n, answers], with their labels: numbers, [n], or where they are known only
 * when the graph runs, ones at their places, [n, answers].
 */
export interface LabelledLogits {
  readonly logits: Lazy;
  readonly labels: Int32Array | Lazy;
}

/** Returns the losses of rows that went through the model in one or more passes. */
export function crossEntropy(
  passes: readonly LabelledLogits[],
  form: LossForm = 'wide'
): RowLosses {
  const each = passes.map(form === 'wide' ? wideSums : narrowSums);
  const [sums, offsets] = (['sums', 'offsets'] as const).map((name) =>
    concat(
      each.map((pass) => pass[name]),
      0
    )
  ) as [Lazy, Lazy];
  const logs = form === 'wide' ? log(sums) : logOnePlus(sums);
  const losses = add(logs, offsets);
  return {
    total: sum(losses),
    correct: sum(cast(lessEqual(offsets, constant(0, [], offsets.type)), offsets.type)),
    each: losses,
    offsets
  };
}

/**
 * What the loss of each row is made of, [n, 1]; offsets are how far the label's logit is below the
 * largest.
 */
interface RowSums {
  readonly sums: Lazy;
  readonly offsets: Lazy;
}

/** loss = log Σ exp(logit − largest) + (largest − own logit). */
function wideSums({ logits, labels }: LabelledLogits): RowSums {
  const largest = stopGradient(max(logits, 1, true));
  const below = sub(cast(logits, 'double'), cast(largest, 'double')); // [n, answers], at most 0
  const own = ownOf(below, labels);
  return { sums: sum(exp(below), 1, true), offsets: neg(own) };
}

/**
 * loss = log(1 + sums) + offset with sums = Σ′ exp(logit − own − offset) + exp(−offset) − 1, where
 * Σ′ leaves the label out: nothing is added to a 1 and taken off again where the label has the
 * largest logit.
 */
function narrowSums({ logits, labels }: LabelledLogits): RowSums {
  const above = sub(logits, ownOf(logits, labels)); // [n, answers]
  const offsets = stopGradient(max(above, 1, true));
  const exponentials = mul(exp(sub(above, offsets)), othersOf(logits, labels));
  return { sums: add(sum(exponentials, 1, true), sub(exp(neg(offsets)), 1)), offsets };
}

/** The values at the labels, [n, 1]. */
function ownOf(values: Lazy, labels: Int32Array | Lazy): Lazy {
  return labels instanceof Int32Array
    ? takeAlong(values, integers(labels, [labels.length, 1]), 1)
    : sum(mul(values, cast(labels, values.type)), 1, true);
}

/** Ones but for the labels, [n, answers]. */
function othersOf({ shape }: Lazy, labels: Int32Array | Lazy): Lazy {
  if (!(labels instanceof Int32Array)) return sub(1, labels);
  const [rows, answers] = shape as [number, number];
  const others = new Float32Array(rows * answers).fill(1);
  labels.forEach((label, row) => {
    others[row * answers + label] = 0;
  });
  return constant(others, [rows, answers]);
}

/** Terms of the series of log((1 + s) / (1 − s)): for s up to 1/3 the rest is below 1e-8 of it. */
const terms = 8;

/** log(1 + x) for x ≥ 0 within float32 rounding: for x ≤ 1 as 2·artanh(x / (2 + x)). */
function logOnePlus(x: Lazy): Lazy {
  const small = lessEqual(x, constant(1));
  const near = where(small, x, 0);
  const s = div(near, add(near, 2));
  const squared = square(s);
  const coefficients = Array.from({ length: terms }, (_, i) => 2 / (2 * i + 1));
  const series = coefficients.reduceRight<Lazy>(
    (sofar, coefficient) => add(mul(sofar, squared), coefficient),
    constant(0, x.shape)
  );
  return where(small, mul(s, series), log(add(x, 1)));
}
