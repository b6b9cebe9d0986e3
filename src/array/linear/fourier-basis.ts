import { float64, type Tensor } from '../tensor.ts';

/**
 * Returns the real Fourier basis over 0..p-1 for odd p, [p, p], rows of length 1: row 0 constant,
 * row 2k-1 sin k, row 2k cos k, k = 1..(p-1)/2. Throws RangeError unless p is odd and at least 3.
 */
export function fourierBasis(prime: number): Tensor<Float64Array> {
  if (!Number.isInteger(prime) || prime < 3 || prime % 2 === 0)
    throw new RangeError(`invalid size of a Fourier basis: ${prime}`);
  const rows = new Float64Array(prime * prime).fill(1 / Math.sqrt(prime), 0, prime);
  const scale = Math.sqrt(2 / prime);
  for (let k = 1; 2 * k < prime; k++) {
    for (let j = 0; j < prime; j++) {
      const angle = (2 * Math.PI * ((k * j) % prime)) / prime;
      rows[(2 * k - 1) * prime + j] = scale * Math.sin(angle);
      rows[2 * k * prime + j] = scale * Math.cos(angle);
    }
  }
  return float64(rows, [prime, prime]);
}
