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
import { type SplitFacts, splitOf } from '../../model/index.ts';

/**
 * What the loss of each pair is made of, for logits [s, a, c] (or [s, 1, c]) whose right answer is s: `others` = Σ over c ≠ s
 * of exp(logit − own − offset), and the offset, how far the largest logit is above the own one, at least 0; stacked,
 * [2, s, a]. Both are float32 without losing a loss of 1e-10, as nothing is added to a 1 here.
 */
export function lossParts(logits: Lazy): Lazy {
  const prime = logits.shape[0]!;
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

/** Returns 1 for each pair that the run trained on, sorted by sum as {@link lossParts}, [s, a]. */
export function trainedBySum(facts: SplitFacts): Uint8Array {
  const { prime } = facts;
  const isTrained = new Uint8Array(prime ** 2);
  for (const row of splitOf(facts).train) {
    const [a, b] = [Math.floor(row / prime), row % prime];
    isTrained[((a + b) % prime) * prime + a] = 1;
  }
  return isTrained;
}

/** Returns the mean losses of parts [2, s, a], or [2, s, 1] where all pairs of a sum have the same logits. */
export function splitLosses({ data, shape }: Tensor, isTrained: Uint8Array): SplitLosses {
  const [, prime, members] = shape as [number, number, number];
  const size = prime * members;
  const totals = [0, 0];
  const counts = [0, 0];
  for (let row = 0; row < prime ** 2; row++) {
    const at = members === 1 ? Math.floor(row / prime) : row;
    const offset = data[size + at]!;
    const others = data[at]!;
    // offset = 0 where the right answer wins: log(1 + others) keeps losses far below 1e-7.
    const loss = offset === 0 ? Math.log1p(others) : offset + Math.log(others + Math.exp(-offset));
    const side = isTrained[row]!;
    totals[side]! += loss;
    counts[side]!++;
  }
  const mean = (total: number, count: number) => total / Math.max(count, 1);
  return {
    train: mean(totals[1]!, counts[1]!),
    test: mean(totals[0]!, counts[0]!),
    all: mean(totals[0]! + totals[1]!, prime ** 2)
  };
}
