import {
  add,
  concat,
  constant,
  gather,
  integers,
  type Lazy,
  matmul,
  mean,
  mul,
  reshape,
  slice,
  sub,
  swapLast
} from '../../engine/index.ts';
import { basisOf } from '../measures/embedding-spectrum.ts';

/**
 * The rows of the grid sorted by their sum s = a + b and, within, by a: row s·p + a of what is
 * sorted is row a·p + (s − a) of the grid.
 */
function rowsBySum(prime: number): Int32Array {
  return Int32Array.from({ length: prime ** 2 }, (_, i) => {
    const [s, a] = [Math.floor(i / prime), i % prime];
    return a * prime + ((s - a + prime) % prime);
  });
}

/**
 * Logits on the grid, sorted by sum, with what a few frequencies of a + b and a − b are in them.
 */
export interface FilteredLogits {
  /** [s, a, c]. */
  readonly logits: Lazy;
  /** The part that does not depend on the pair, [1, c]. */
  readonly constant: Lazy;
  /**
   * The projection on cos and sin of w(a + b) for the frequencies of a mask, [s, c]: two directions
   * per frequency, nothing across frequencies (arXiv:2301.05217, the released code).
   */
  sums(mask: Lazy): Lazy;
  /**
   * The same for w(a − b), over [s, a, c]; with `sums` it spans the 2×2 blocks {cos, sin}(wa) ×
   * {cos, sin}(wb).
   */
  differences(mask: Lazy): Lazy;
}

/**
 * Returns the logits over the grid, [p·p, ≥ p], of the numbers only, in terms of sums and
 * differences of the inputs.
 */
export function filteredLogits(logits: Lazy, prime: number): FilteredLogits {
  const numbers = logits.shape[1] === prime ? logits : slice(logits, [0], [prime], [1]);
  const order = rowsBySum(prime);
  const sorted = reshape(gather(numbers, integers(order), 0), [prime, prime, prime]); // [s, a, c]
  const overSums = matmul(basisOf(prime), mean(sorted, [1])); // [row, c]
  // The difference d = a − b = 2a − s: sorted rows (s, a) of each d, and the d of each sorted row.
  const difference = Int32Array.from(order, (_, i) => {
    const [s, a] = [Math.floor(i / prime), i % prime];
    return (((2 * a - s) % prime) + prime) % prime;
  });
  const byDifference = Int32Array.from(difference.keys()).sort(
    (i, j) => difference[i] - difference[j] || i - j
  );
  const filtered = (coefficients: Lazy, mask: Lazy): Lazy =>
    matmul(swapLast(basisOf(prime)), mul(coefficients, perRow(mask)));
  return {
    logits: sorted,
    constant: mean(sorted, [0, 1]),
    sums: (mask) => filtered(overSums, mask),
    differences(mask) {
      const flat = reshape(sorted, [prime ** 2, prime]);
      const members = reshape(gather(flat, integers(byDifference), 0), [prime, prime, prime]);
      const table = filtered(matmul(basisOf(prime), mean(members, [1])), mask); // [d, c]
      return reshape(gather(table, integers(difference), 0), [prime, prime, prime]);
    }
  };
}

/**
 * A mask of frequencies [F] → one of basis rows [p, 1]: 0 for the constant, each frequency twice.
 */
function perRow(mask: Lazy): Lazy {
  const frequencies = mask.shape[0];
  const twice = matmul(reshape(mask, [frequencies, 1]), constant([1, 1], [1, 2]));
  return concat([constant([0], [1, 1]), reshape(twice, [2 * frequencies, 1])], 0);
}

/** Returns a table over sums, [s, c], as logits of all pairs, [s, 1, c]. */
function perSum(table: Lazy): Lazy {
  const prime = table.shape[0];
  return reshape(table, [prime, 1, prime]);
}

/** Returns `logits` less a table over sums, [s, a, c]. */
export function withoutSums(logits: Lazy, table: Lazy): Lazy {
  return sub(logits, perSum(table));
}

/** Returns the constant and a table over sums as logits, [s, 1, c]. */
export function onlySums(constantPart: Lazy, table: Lazy): Lazy {
  return perSum(add(table, reshape(constantPart, [1, -1])));
}
