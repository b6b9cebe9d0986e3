import {
  cast,
  exp,
  integers,
  type Lazy,
  log,
  max,
  mean,
  stopGradient,
  sub,
  sum,
  takeAlong
} from '../../engine/index.ts';

/**
 * Returns the mean cross entropy of logits [n, answers] with the right answers, a scalar of kind
 * 'double': exponentials in the graph's dtype, their sum and logarithm in float64, so that a loss
 * far below 1e-7 keeps its digits.
 */
export function meanLoss(logits: Lazy, labels: Int32Array): Lazy {
  const below = sub(logits, stopGradient(max(logits, 1, true))); // at most 0
  const own = takeAlong(below, integers(labels, [labels.length, 1]), 1); // [n, 1]
  const total = sum(cast(exp(below), 'double'), [1], true);
  return mean(sub(log(total), cast(own, 'double')));
}
