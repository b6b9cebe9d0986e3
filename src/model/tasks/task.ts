import type { Pairs } from '../pairs.ts';

/** Input pairs with the right answer of each. */
export interface Examples extends Pairs {
  /** The answer to row i, 0 … prime−1. */
  readonly labels: Int32Array;
}

/** Something to learn: which pairs there are and what their answers are. */
export interface Task {
  /** snake_case, as recipes name it. */
  readonly id: string;
  readonly title: string;
  /** One sentence: what is to be learned. */
  readonly about: string;
  /**
   * Returns every pair of the numbers 0 … prime−1 with its answer: the probe grid, row a·prime + b.
   */
  grid(prime: number): Examples;
}
