import { complexSolve } from '../../array/linear/complex-solve.ts';
import type { ComplexNumbers } from '../../array/linear/francis.ts';
import { generalEigen } from '../../array/linear/general-eigen.ts';
import { gram } from '../../array/linear/gram.ts';
import { symmetricEigen } from '../../array/linear/symmetric-eigen.ts';

/** A linear map that takes each state of a series nearest to the next, by its modes. */
export interface DynamicModes {
  /** [r] */
  readonly eigenvalues: ComplexNumbers;
  /** Row-major [size, r]. */
  readonly modes: ComplexNumbers;
  /** How much of each mode the first state holds (least squares), [r]. */
  readonly amplitudes: ComplexNumbers;
  /** |x(t+1) − A x(t)| with A by the modes alone, [n − 1]. */
  readonly residuals: Float64Array;
  /** Of the states but the last, descending, [min(n − 1, size)]. */
  readonly singularValues: Float64Array;
  readonly isReal: boolean;
}

/** Share of the squared singular values that the ones kept hold at least. */
const KEPT = 0.99;

/**
 * Exact dynamic mode decomposition (Tu et al. 2014) of n states of `size` numbers, row-major [n,
 * size]. With X the states but the last, Y those but the first, and X = U S Vᵀ cut to 99 % of the
 * energy: eigenpairs (λ, w) of Uᵀ Y V S⁻¹ give the modes Y V S⁻¹ w. All of it by products of
 * states, so the cost grows with n²·size.
 */
export function dynamicModes(states: Float64Array, n: number, size: number): DynamicModes {
  const m = n - 1;
  const products = gram(states, n, size); // [n, n]
  const inner = Float64Array.from(
    { length: m * m },
    (_, k) => products[Math.floor(k / m) * n + (k % m)]
  );
  const { values, vectors } = symmetricEigen(inner, m);
  const squares = values.map((value) => Math.max(value, 0));
  const singularValues = squares.subarray(0, Math.min(m, size)).map(Math.sqrt);
  const r = rankOf(squares);
  // Ã = S⁻¹ Vᵀ (Xᵀ Y) V S⁻¹, with Xᵀ Y the products of each state and the one after another.
  const scaled = (c: number, i: number) => vectors[c * m + i] / Math.sqrt(squares[c]);
  const later = new Float64Array(m * r); // Xᵀ Y V S⁻¹
  for (let i = 0; i < m; i++)
    for (let j = 0; j < m; j++) {
      const product = products[i * n + j + 1];
      for (let c = 0; c < r; c++) later[i * r + c] += product * scaled(c, j);
    }
  const reduced = new Float64Array(r * r);
  for (let a = 0; a < r; a++)
    for (let i = 0; i < m; i++) {
      const share = scaled(a, i);
      for (let b = 0; b < r; b++) reduced[a * r + b] += share * later[i * r + b];
    }
  const { values: eigenvalues, vectors: w } = generalEigen(reduced, r);
  const modes = { re: new Float64Array(size * r), im: new Float64Array(size * r) };
  for (let c = 0; c < r; c++)
    for (let i = 0; i < m; i++) {
      let [re, im] = [0, 0];
      for (let a = 0; a < r; a++) {
        re += scaled(a, i) * w.re[c * r + a];
        im += scaled(a, i) * w.im[c * r + a];
      }
      for (let j = 0; j < size; j++) {
        modes.re[j * r + c] += re * states[(i + 1) * size + j];
        modes.im[j * r + c] += im * states[(i + 1) * size + j];
      }
    }
  const normal = normalMatrix(modes, r);
  const coordinates = (t: number) =>
    leastSquares(modes, normal, states.subarray(t * size, (t + 1) * size));
  const residuals = Float64Array.from({ length: m }, (_, t) =>
    missed(modes, eigenvalues, coordinates(t), states.subarray((t + 1) * size, (t + 2) * size))
  );
  return {
    eigenvalues,
    modes,
    amplitudes: coordinates(0),
    residuals,
    singularValues,
    isReal: eigenvalues.im.every((value) => value === 0)
  };
}

function rankOf(squares: Float64Array): number {
  const all = squares.reduce((sum, square) => sum + square, 0);
  let [r, held] = [1, squares[0] ?? 0];
  while (r < squares.length && held < KEPT * all) held += squares[r++];
  return all > 0 ? r : 0;
}

/** Φᴴ Φ, [r, r]. */
function normalMatrix({ re, im }: ComplexNumbers, r: number): ComplexNumbers {
  const normal = { re: new Float64Array(r * r), im: new Float64Array(r * r) };
  for (let from = 0; from < re.length; from += r)
    for (let a = 0; a < r; a++)
      for (let b = 0; b < r; b++) {
        const [p, q, s, t] = [re[from + a], -im[from + a], re[from + b], im[from + b]];
        normal.re[a * r + b] += p * s - q * t;
        normal.im[a * r + b] += p * t + q * s;
      }
  return normal;
}

/** Coordinates b with Φ b nearest to x, by the normal equations Φᴴ Φ b = Φᴴ x. */
function leastSquares(
  { re, im }: ComplexNumbers,
  normal: ComplexNumbers,
  x: Float64Array
): ComplexNumbers {
  const r = re.length / x.length;
  const right = { re: new Float64Array(r), im: new Float64Array(r) };
  x.forEach((value, j) => {
    for (let a = 0; a < r; a++) {
      right.re[a] += re[j * r + a] * value;
      right.im[a] -= im[j * r + a] * value;
    }
  });
  return complexSolve({ re: normal.re.slice(), im: normal.im.slice() }, right, r);
}

function missed(
  modes: ComplexNumbers,
  eigenvalues: ComplexNumbers,
  b: ComplexNumbers,
  next: Float64Array
): number {
  const r = b.re.length;
  const moved = Array.from({ length: r }, (_, c) => {
    const [x, y, p, q] = [b.re[c], b.im[c], eigenvalues.re[c], eigenvalues.im[c]];
    return [x * p - y * q, x * q + y * p] as const;
  });
  let total = 0;
  next.forEach((value, j) => {
    let off = value;
    moved.forEach(([x, y], c) => {
      off -= modes.re[j * r + c] * x - modes.im[j * r + c] * y;
    });
    total += off * off;
  });
  return Math.sqrt(total);
}
