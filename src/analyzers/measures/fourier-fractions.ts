import { fourierBasis } from '../../array/linear/fourier-basis.ts';
import {
  add,
  constant,
  div,
  type Lazy,
  matmul,
  maximum,
  reshape,
  slice,
  square,
  sum
} from '../../engine/index.ts';
import type { CheckpointGraph } from '../analyzer.ts';
import { inParts } from './in-parts.ts';
import { jointFraction, regressionFractions } from './regression-fractions.ts';

/**
 * The share of frequency k in each column over the rows that a graph sees, [rows, n]: [F, n], row
 * k−1. Throws UserError.
 */
export function frequencyShares(
  activation: Lazy,
  { rows, sizes: { prime } }: Pick<CheckpointGraph, 'rows' | 'sizes'>
): Lazy {
  return rows === undefined
    ? fourierFractions(activation, prime)
    : regressionFractions(activation, rows, prime);
}

/**
 * The share of the lowest `most` frequencies together in each column over the rows that a graph
 * sees, [n]. Throws UserError.
 */
export function lowestShare(
  activation: Lazy,
  { rows, sizes: { prime } }: Pick<CheckpointGraph, 'rows' | 'sizes'>,
  most: number
): Lazy {
  if (rows !== undefined) return jointFraction(activation, rows, prime, most);
  const fractions = fourierFractions(activation, prime);
  return sum(slice(fractions, [0], [Math.min(most, fractions.shape[0])], [0]), [0]);
}

/**
 * The share of each column's energy (without the constant) that frequency k holds on the p×p grid,
 * [F, n], row k-1. `activation` is [p*p, n], row a*p+b. With T = B X Bᵀ it sums T² over the nine
 * cells {0, 2k-1, 2k}² less the constant and divides by the sum of all T² less the constant (at
 * least 1e-10, so that dead columns give 0).
 *
 * Only the rows of B X are computed in full; Parseval gives their energy without the second
 * transform, and that needs just three columns per row. The constant never enters a sum, so nothing
 * cancels. About 2·p³·n operations.
 */
export function fourierFractions(activation: Lazy, prime: number): Lazy {
  const n = activation.shape[1];
  const frequencies = (prime - 1) / 2;
  const basis = fourierBasis(prime).data; // [p, p]
  const rows = matmul(constant(basis, [prime, prime]), reshape(activation, [prime, prime * n])); // [x, b n]
  const byRow = reshape(rows, [prime, prime, n]); // the constant first: slices of what comes after are small
  const blocks = slice(matmul(partners(basis, prime), byRow), [1], [prime]); // T[x, {0, 2k-1, 2k}], [p-1, 3, n]
  const squares = slice(rowEnergies(byRow), [1], [prime]); // sum over y of T[x, y]², [p-1, n]

  const others = constant(basis.subarray(prime), [prime - 1, prime]);
  const alongB = matmul(others, reshape(slice(byRow, [0], [1]), [prime, n])); // T[0, y], [p-1, n]
  const energy = add(
    sum(square(reshape(alongB, [frequencies, 2, n])), [1]),
    sum(square(reshape(blocks, [frequencies, 6, n])), [1])
  ); // [F, n]
  const total = add(sum(square(alongB), [0]), sum(squares, [0])); // [n]
  return div(energy, maximum(total, constant(1e-10)));
}

/** Returns the sum of the squares over the middle axis of [x, b, n], [x, n]. */
export function rowEnergies(byRow: Lazy): Lazy {
  return inParts(byRow, 0, (rows) => sum(square(rows), [1]));
}

/**
 * For each basis row of a frequency, the three rows it is paired with: constant, sin k and cos k,
 * [p, 3, p]; 0 for the constant.
 */
function partners(basis: Float64Array, prime: number): Lazy {
  const stacked = new Float64Array(prime * 3 * prime);
  for (let x = 1; x < prime; x++) {
    const sine = x % 2 === 1 ? x : x - 1;
    for (const [i, y] of [0, sine, sine + 1].entries())
      stacked.set(basis.subarray(y * prime, (y + 1) * prime), (x * 3 + i) * prime);
  }
  return constant(stacked, [prime, 3, prime]);
}
