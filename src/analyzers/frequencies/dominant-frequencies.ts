import { fourierBasis } from '../../array/linear/fourier-basis.ts';
import { constant, matmul, slice, sqrt, square, sum } from '../../engine/index.ts';
import { analyzer } from '../analyzer.ts';

/** The Fourier spectrum of the token embedding: C = B · W_E[0:p], then the norm of each row. */
export default analyzer({
  id: 'dominant_frequencies',
  title: 'Dominant frequencies',
  about: 'How strongly the token embedding holds each Fourier component over the input numbers.',
  structure: 'cyclic',
  version: 1,
  /** Row 0 is the constant, row 2k-1 sin k, row 2k cos k. */
  arrays: { coefficients: ['prime'] },
  measure({ sizes: { prime }, weight }) {
    const embedding = slice(weight('embed.W_E'), [0], [prime], [0]); // [p, d_model]
    const basis = constant(fourierBasis(prime).data, [prime, prime]);
    return { coefficients: sqrt(sum(square(matmul(basis, embedding)), [1])) };
  }
});
