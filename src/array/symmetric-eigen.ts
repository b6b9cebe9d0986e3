/** The eigenvalues of a symmetric matrix, descending, and its eigenvectors. */
export interface SymmetricEigen {
  readonly values: Float64Array;
  /** Row-major [n, n]: row i is the unit eigenvector of values[i]; its sign is arbitrary. */
  readonly vectors: Float64Array;
}

/**
 * Returns eigenvalues and eigenvectors of the symmetric n×n matrix whose upper triangle is in `matrix` (row-major, not
 * changed). Cyclic Jacobi rotations: orthogonal to 1e-15, small eigenvalues accurate; about 8 sweeps of n³ steps, so for n
 * up to a few hundred. For the values alone use `symmetricEigenvalues`, many times faster. NaN in, NaN out.
 */
export function symmetricEigen(matrix: ArrayLike<number>, n: number): SymmetricEigen {
  const a = Float64Array.from(matrix);
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) a[i * n + j] = a[j * n + i]!;
  const v = new Float64Array(n * n);
  for (let i = 0; i < n; i++) v[i * n + i] = 1;
  for (let sweep = 0; sweep < 40; sweep++) {
    let rotated = false;
    for (let p = 0; p < n - 1; p++)
      for (let q = p + 1; q < n; q++) if (rotate(a, v, n, p, q)) rotated = true;
    if (!rotated) break;
  }
  const order = Array.from({ length: n }, (_, i) => i).sort(
    (i, j) => a[j * n + j]! - a[i * n + i]!
  );
  const vectors = new Float64Array(n * n);
  for (const [to, from] of order.entries())
    vectors.set(v.subarray(from * n, (from + 1) * n), to * n);
  return { values: Float64Array.from(order, (i) => a[i * n + i]!), vectors };
}

/** Turns rows and columns p and q so that a[p,q] vanishes; false where it is negligible beside their diagonal. */
function rotate(a: Float64Array, v: Float64Array, n: number, p: number, q: number): boolean {
  const [app, aqq, apq] = [a[p * n + p]!, a[q * n + q]!, a[p * n + q]!];
  if (!(Math.abs(apq) > 1e-17 * Math.sqrt(Math.abs(app) * Math.abs(aqq)) + 1e-300)) return false;
  const half = (aqq - app) / (2 * apq);
  const t = Math.sign(half || 1) / (Math.abs(half) + Math.sqrt(half * half + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let k = 0; k < n; k++) {
    const [kp, kq] = [a[k * n + p]!, a[k * n + q]!];
    a[k * n + p] = c * kp - s * kq;
    a[k * n + q] = s * kp + c * kq;
  }
  for (let k = 0; k < n; k++) {
    const [pk, qk] = [a[p * n + k]!, a[q * n + k]!];
    a[p * n + k] = c * pk - s * qk;
    a[q * n + k] = s * pk + c * qk;
    const [vp, vq] = [v[p * n + k]!, v[q * n + k]!];
    v[p * n + k] = c * vp - s * vq;
    v[q * n + k] = s * vp + c * vq;
  }
  a[p * n + q] = 0;
  a[q * n + p] = 0;
  return Math.abs(t) > Number.EPSILON / 4;
}
