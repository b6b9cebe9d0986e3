import { usageError } from '../error/user-error.ts';
import { isInRange, type NumberRange, rangeText } from '../option/number-range.ts';
import { pairGrid } from './inputs.ts';
import type { Parameters } from './parameters.ts';
import type { Layout, Structure, Task } from './task.ts';

/** Larger grids of p² pairs fill the memory of any machine that this runs on. */
const moduli: NumberRange = [2, 1021, 'whole'];

/** A task of pairs as its file declares it. */
interface PairFacts extends Pick<Task, 'id' | 'title' | 'about' | 'sign' | 'formula'> {
  /** Beyond `pairs`; what is there only for an odd modulus is absent for an even one. */
  readonly structure?: readonly Exclude<Structure, 'pairs' | 'binary'>[];
  /** Which moduli it allows; a number where its inputs are always so many (120 permutations). */
  readonly modulus: 'prime' | 'any' | number;
}

/**
 * Declares a task of the pairs (a, b) of the numbers 0 … p−1, row a·p + b, by its answer to one
 * pair; −1 where it has none.
 */
export function pairTask(
  facts: PairFacts,
  answer: (a: number, b: number, modulus: number) => number
): Task {
  const { id, title, about, sign, formula, modulus, structure = [] } = facts;
  const fixed = typeof modulus === 'number';
  const count = ({ prime }: Parameters): number => {
    if (fixed) return modulus;
    if (!isInRange(prime, moduli))
      throw usageError(`invalid prime: ${prime}`, `expected ${rangeText(moduli)}`);
    if (modulus === 'prime' && !isPrime(prime))
      throw usageError(
        `not a prime: ${prime}`,
        `${title} needs one; nearest: ${nearestPrimes(prime).join(' or ')}`
      );
    return prime;
  };
  return {
    id,
    title,
    about,
    ...(sign !== undefined && { sign }),
    formula,
    parameters: fixed ? {} : { prime: { label: 'p', about: 'modulus p', range: moduli } },
    layout: (parameters) => layoutOf(count(parameters), structure),
    grid(parameters) {
      const inputs = count(parameters);
      const { tokens } = pairGrid(inputs);
      const [a, b] = tokens;
      return { tokens, labels: Int32Array.from(a, (first, i) => answer(first, b[i], inputs)) };
    },
    text([a, b], answer) {
      return `${sign === undefined ? `(${a},${b})` : `${a}${sign}${b}`}=${answer}`;
    }
  };
}

/** Of an even number of places, half a turn has a cosine and no sine: no Fourier measure knows. */
function layoutOf(inputs: number, structure: readonly Structure[]): Layout {
  return {
    length: 2,
    tokens: inputs,
    rows: inputs ** 2,
    answers: inputs,
    sizes: { prime: inputs, frequency: Math.floor(inputs / 2) },
    structure: ['pairs', ...(inputs % 2 === 1 ? structure : [])]
  };
}

function isPrime(n: number): boolean {
  for (let d = 2; d * d <= n; d++) if (n % d === 0) return false;
  return n > 1;
}

function nearestPrimes(n: number): readonly number[] {
  const below = Array.from({ length: n }, (_, i) => n - i).find(isPrime);
  let above = n + 1;
  while (!isPrime(above)) above++;
  return below === undefined ? [above] : [below, above];
}
