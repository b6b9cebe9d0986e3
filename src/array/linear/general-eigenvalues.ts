import { type ComplexNumbers, francis, unknowns } from './francis.ts';
import { hessenberg } from './hessenberg.ts';
/**
 * Returns the eigenvalues of a real n×n matrix (row-major, not changed), the largest modulus first,
 * of a conjugate pair the one above the axis first. Reduction to Hessenberg form by elimination,
 * then the double QR step of Francis (EISPACK elmhes and hqr); about 10n³ steps. NaN in, NaN out.
 */
export function generalEigenvalues(matrix: ArrayLike<number>, n: number): ComplexNumbers {
  const a = Float64Array.from(matrix);
  const found = a.every(Number.isFinite) ? francis(hessenberg(a, n), n) : unknowns(n);
  const order = Array.from({ length: n }, (_, i) => i);
  const size = found.re.map((re, i) => Math.hypot(re, found.im[i]));
  order.sort((i, j) => {
    const isPair = found.re[i] === found.re[j] && found.im[i] === -found.im[j];
    return isPair ? found.im[j] - found.im[i] : size[j] - size[i];
  });
  return {
    re: Float64Array.from(order, (i) => found.re[i]),
    im: Float64Array.from(order, (i) => found.im[i])
  };
}
