import { pairTask } from './pair-task.ts';

/** 5! */
const COUNT = 120;

interface Permutations {
  /** All orders of five things, as lists of where each place looks, in lexicographic order. */
  readonly orders: readonly (readonly number[])[];
  readonly places: ReadonlyMap<string, number>;
}

let known: Permutations | null = null;

/** Made when they are first asked for: every command loads every task. */
function permutations(): Permutations {
  if (known === null) {
    const orders = ordered([0, 1, 2, 3, 4]);
    known = { orders, places: new Map(orders.map((order, i) => [order.join(''), i])) };
  }
  return known;
}

/**
 * Composition of permutations of five things (Power et al. 2022): a and b number the 120 of them in
 * lexicographic order, the answer is the number of a ∘ b, first b, then a. No Fourier measure over
 * the numbers means anything: the group is not commutative.
 */
const s5Composition = pairTask(
  {
    id: 's5_composition',
    title: 'Composition in S5',
    about: 'The answer to (a, b) is the permutation a ∘ b of five things: first b, then a.',
    formula: 'a ∘ b in S5',
    modulus: COUNT
  },
  (a, b) => {
    const { orders, places } = permutations();
    const [outer, inner] = [orders[a], orders[b]];
    return places.get(inner.map((place) => outer[place]).join('')) as number;
  }
);
export default s5Composition;

function ordered(rest: readonly number[]): readonly (readonly number[])[] {
  if (rest.length === 0) return [[]];
  return rest.flatMap((first) =>
    ordered(rest.filter((other) => other !== first)).map((others) => [first, ...others])
  );
}
