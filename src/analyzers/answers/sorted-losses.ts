import type { Tensor } from '../../array/tensor.ts';
import {
  concat,
  constant,
  exp,
  type Lazy,
  max,
  maximum,
  mul,
  reshape,
  sub,
  sum
} from '../../engine/index.ts';
import { splitOf } from '../../task/index.ts';
import type { AnalysisContext } from '../analyzer.ts';

/**
 * What the loss of each pair is made of, for logits [s, a, c] (or [s, 1, c]) whose right answer is
 * s: `others` = Σ over c ≠ s of exp(logit − own − offset), and the offset, how far the largest
 * logit is above the own one, at least 0; stacked, [2, s, a]. Both are float32 without losing a
 * loss of 1e-10, as nothing is added to a 1 here.
 */
export function lossParts(logits: Lazy): Lazy {
  const prime = logits.shape[0];
  const right = new Float32Array(prime ** 2);
  for (let s = 0; s < prime; s++) right[s * prime + s] = 1;
  const own = sum(mul(logits, constant(right, [prime, 1, prime])), [2], true); // [s, a, 1]
  const above = sub(logits, own);
  const offset = maximum(max(above, [2], true), 0);
  const wrong = constant(
    right.map((one) => 1 - one),
    [prime, 1, prime]
  );
  const others = sum(mul(exp(sub(above, offset)), wrong), [2]); // [s, a]
  const shape = [1, ...others.shape];
  return concat([reshape(others, shape), reshape(offset, shape)], 0);
}

/** Mean losses of the pairs that a run trained on, of the rest, and of all, in nats. */
export interface SplitLosses {
  readonly train: number;
  readonly test: number;
  readonly all: number;
}

/**
 * Returns 1 for each pair that the run trained on, 0 for others, −1 for those outside `rows`, as
 * {@link lossParts}, [s, a].
 */
export function membershipBySum(facts: Omit<AnalysisContext, 'epoch'>): Int8Array {
  const { rows } = facts;
  const { prime } = facts.sizes;
  const membership = new Int8Array(prime ** 2).fill(rows === undefined ? 0 : -1);
  const place = (row: number) => {
    const [a, b] = [Math.floor(row / prime), row % prime];
    return ((a + b) % prime) * prime + a;
  };
  for (const row of rows ?? []) membership[place(row)] = 0;
  for (const row of splitOf(facts).train)
    if (membership[place(row)] === 0) membership[place(row)] = 1;
  return membership;
}

/**
 * Returns the mean losses of parts [2, s, a], or [2, s, 1] where all pairs of a sum have the same
 * logits; NaN for a side without a pair.
 */
export function splitLosses({ data, shape }: Tensor, membership: Int8Array): SplitLosses {
  const [, prime, members] = shape as [number, number, number];
  const size = prime * members;
  const totals = [0, 0];
  const counts = [0, 0];
  for (let row = 0; row < prime ** 2; row++) {
    const side = membership[row];
    if (side < 0) continue;
    const at = members === 1 ? Math.floor(row / prime) : row;
    const offset = data[size + at];
    const others = data[at];
    // offset = 0 where the right answer wins: log(1 + others) keeps losses far below 1e-7.
    const loss = offset === 0 ? Math.log1p(others) : offset + Math.log(others + Math.exp(-offset));
    totals[side] += loss;
    counts[side]++;
  }
  return {
    train: totals[1] / counts[1],
    test: totals[0] / counts[0],
    all: (totals[0] + totals[1]) / (counts[0] + counts[1])
  };
}
