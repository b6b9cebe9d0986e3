import { type Pairs, pairGrid } from './pairs.ts';

/** Input pairs with the right answer of each. */
export interface Examples extends Pairs {
  /** The answer to row i, 0 … prime−1; −1 where the pair has none (a / 0). */
  readonly labels: Int32Array;
}

/**
 * What a task has that some measures rest on.
 * - `cyclic`: a and b each turn a circle of p places by as many steps, so that Fourier measures
 *   over the numbers in their usual order tell what the task is made of
 * - `sum`: the answer is (a + b) mod p
 */
export type Structure = 'cyclic' | 'sum';

/** Something to learn: which pairs there are and what their answers are. */
export interface Task {
  /** snake_case, as recipes name it. */
  readonly id: string;
  readonly title: string;
  /** One sentence: what is to be learned. */
  readonly about: string;
  /** The sign between a and b where people write a pair: `+`; absent where there is no one sign. */
  readonly sign?: string;
  /** How the answer comes from a pair, in words of mathematics: `a + b mod p`. */
  readonly formula: string;
  readonly structure: readonly Structure[];
  /** Which moduli it allows; a number where its inputs are always so many (120 permutations). */
  readonly modulus: 'prime' | 'any' | number;
  /**
   * Returns every pair of the numbers 0 … prime−1 with its answer: the probe grid, row a·prime + b.
   */
  grid(prime: number): Examples;
}

/** Returns a pair with its answer as people write it: `4+29=33`, `(4,29)=33` without a sign. */
export function pairText({ sign }: Task, a: number, b: number, answer: number): string {
  return `${sign === undefined ? `(${a},${b})` : `${a}${sign}${b}`}=${answer}`;
}

/** Declares a task by its answer to one pair, −1 where it has none. */
export function pairTask(
  facts: Omit<Task, 'grid'>,
  answer: (a: number, b: number, prime: number) => number
): Task {
  return {
    ...facts,
    grid(prime) {
      const pairs = pairGrid(prime);
      return { ...pairs, labels: Int32Array.from(pairs.a, (a, i) => answer(a, pairs.b[i], prime)) };
    }
  };
}
