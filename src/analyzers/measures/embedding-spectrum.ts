import { fourierBasis } from '../../array/linear/fourier-basis.ts';
import { constant, type Lazy, matmul, reshape, slice, square, sum } from '../../engine/index.ts';

/** Returns the Fourier basis B as a node, [p, p]: row 0 constant, row 2k-1 sin k, row 2k cos k. */
export function basisOf(prime: number): Lazy {
  return constant(fourierBasis(prime).data, [prime, prime]);
}

/** Returns W_E[0:p], the embedding of the numbers without "=", [p, d_model]. */
export function numberEmbedding(embedding: Lazy, prime: number): Lazy {
  return slice(embedding, [0], [prime], [0]);
}

/**
 * Returns W_U[:, 0:p], what is written to the numbers and not to "=" (some models answer that too),
 * [d_model, p].
 */
export function numberUnembedding(unembedding: Lazy, prime: number): Lazy {
  return unembedding.shape[1] === prime ? unembedding : slice(unembedding, [0], [prime], [1]);
}

/** Returns the rows of the frequencies of `coefficients` = B · x, [p, …], in pairs, [F, 2, n]. */
export function frequencyPairs(coefficients: Lazy): Lazy {
  const prime = coefficients.shape[0];
  return reshape(slice(coefficients, [1], [prime], [0]), [(prime - 1) / 2, 2, -1]);
}

/** Returns the energy of each frequency in x = [p, n]: sin² + cos² summed over the columns, [F]. */
export function frequencyEnergies(x: Lazy): Lazy {
  const prime = x.shape[0];
  return sum(square(frequencyPairs(matmul(basisOf(prime), x))), [1, 2]);
}
