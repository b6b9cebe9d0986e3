import { pairTask } from './pair-task.ts';

/** All orders of five things, as lists of where each place looks, in lexicographic order. */
const permutations: readonly (readonly number[])[] = ordered([0, 1, 2, 3, 4]);
const places = new Map(permutations.map((order, i) => [order.join(''), i]));

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
    modulus: permutations.length
  },
  (a, b) => {
    const [outer, inner] = [permutations[a], permutations[b]];
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
