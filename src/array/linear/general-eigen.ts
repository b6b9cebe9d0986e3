import { complexSolve } from './complex-solve.ts';
import type { ComplexNumbers } from './francis.ts';
import { generalEigenvalues } from './general-eigenvalues.ts';

/** The eigenvalues of a real matrix and its eigenvectors. */
export interface GeneralEigen {
  /** The largest modulus first; of a conjugate pair the one above the axis first. */
  readonly values: ComplexNumbers;
  /**
   * Row-major [n, n]: row i is the eigenvector of value i, of length 1 and turned so that its
   * largest component is real and positive.
   */
  readonly vectors: ComplexNumbers;
}

/**
 * Returns the eigenvalues of a real n×n matrix (row-major, not changed) and an eigenvector of each
 * by inverse iteration; equal eigenvalues get the same one. About n³ complex steps per eigenvalue.
 * NaN in, NaN out.
 */
export function generalEigen(matrix: ArrayLike<number>, n: number): GeneralEigen {
  const values = generalEigenvalues(matrix, n);
  const vectors = { re: new Float64Array(n * n), im: new Float64Array(n * n) };
  const norm = Math.sqrt(Array.from(matrix).reduce((sum, value) => sum + value * value, 0));
  for (let i = 0; i < n; i++) {
    const re = values.re[i] + (norm * 1e-14 || 1); // off the eigenvalue, so that it can be solved
    let x: ComplexNumbers = { re: start(n), im: new Float64Array(n) };
    for (let round = 0; round < 3; round++) {
      const shifted = { re: Float64Array.from(matrix), im: new Float64Array(n * n) };
      for (let k = 0; k < n; k++) {
        shifted.re[k * n + k] -= re;
        shifted.im[k * n + k] -= values.im[i];
      }
      x = normalized(complexSolve(shifted, x, n));
    }
    vectors.re.set(x.re, i * n);
    vectors.im.set(x.im, i * n);
  }
  return { values, vectors };
}

/** A vector that has a part along every eigenvector that occurs in practice. */
function start(n: number): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => 1 + 0.618 * Math.sin(1 + 2.39996 * i));
}

function normalized({ re, im }: ComplexNumbers): ComplexNumbers {
  const sizes = re.map((value, i) => Math.hypot(value, im[i]));
  const length = Math.hypot(...sizes);
  let largest = 0;
  sizes.forEach((size, i) => {
    if (size > sizes[largest] * (1 + 1e-10)) largest = i;
  });
  const scale = 1 / (length * sizes[largest]);
  const [c, s] = [re[largest] * scale, -im[largest] * scale];
  return {
    re: re.map((value, i) => value * c - im[i] * s),
    im: re.map((value, i) => value * s + im[i] * c)
  };
}
