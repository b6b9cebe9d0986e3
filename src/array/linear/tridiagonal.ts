/** A symmetric matrix turned into three diagonals, with what turned it. */
export interface Tridiagonal {
  readonly diagonal: Float64Array;
  /** `below[i]` couples i and i+1; the last is 0. */
  readonly below: Float64Array;
  /**
   * Row-major [n, n]: row k starts with the k numbers of the reflection I − v vᵀ / scale that
   * cleared row k.
   */
  readonly reflections: Float64Array;
  /** Half of |v|² of each reflection, [n]; 0 where there was nothing to clear. */
  readonly scales: Float64Array;
}

/**
 * Returns the symmetric n×n matrix whose lower triangle is in `a` (row-major; overwritten) reduced
 * to three diagonals by Householder reflections, the last row first (EISPACK tred1); (2/3)n³
 * multiply-adds.
 */
export function tridiagonal(a: Float64Array, n: number): Tridiagonal {
  const diagonal = new Float64Array(n);
  const below = new Float64Array(n);
  const scales = new Float64Array(n);
  const v = new Float64Array(n);
  const w = new Float64Array(n);
  for (let last = n - 1; last > 0; last--) {
    const row = last * n;
    diagonal[last] = a[row + last];
    let norm = 0;
    for (let j = 0; j < last; j++) {
      v[j] = a[row + j];
      norm += v[j] * v[j];
    }
    const edge = v[last - 1];
    const length = edge > 0 ? -Math.sqrt(norm) : Math.sqrt(norm);
    below[last - 1] = length;
    const scale = norm - edge * length; // half of |v|² after the reflection is set up
    if (scale === 0) continue;
    v[last - 1] = edge - length;
    scales[last] = scale;
    a.set(v.subarray(0, last), row);
    reflect(a, v, w, scale, last, n);
  }
  if (n > 0) diagonal[0] = a[0];
  return { diagonal, below, reflections: a, scales };
}

/**
 * Applies the reflection to the leading `size` rows and columns from both sides, in the lower
 * triangle.
 */
function reflect(
  a: Float64Array,
  v: Float64Array,
  w: Float64Array,
  scale: number,
  size: number,
  n: number
): void {
  w.fill(0, 0, size);
  for (let i = 0; i < size; i++) {
    const start = i * n;
    const vi = v[i];
    let dot = 0;
    for (let j = 0; j < i; j++) {
      const aij = a[start + j];
      dot += aij * v[j];
      w[j] += aij * vi;
    }
    w[i] += dot + a[start + i] * vi;
  }
  let overlap = 0;
  for (let i = 0; i < size; i++) {
    w[i] /= scale;
    overlap += w[i] * v[i];
  }
  const shift = overlap / (2 * scale);
  for (let i = 0; i < size; i++) w[i] -= shift * v[i];
  for (let i = 0; i < size; i++) {
    const start = i * n;
    const vi = v[i];
    const wi = w[i];
    for (let j = 0; j <= i; j++) a[start + j] -= vi * w[j] + wi * v[j];
  }
}

/**
 * Turns three diagonals into eigenvalues, in no order, by the implicit QL iteration with
 * Wilkinson's shift (EISPACK tql1); changes its arguments and returns the first. Rows of `vectors`
 * (n×n, the identity to begin with) become the eigenvectors.
 */
export function diagonalized(
  d: Float64Array,
  e: Float64Array,
  vectors?: Float64Array
): Float64Array {
  const n = d.length;
  for (let low = 0; low < n; low++) {
    for (let round = 0; round < 60; round++) {
      let split = low;
      while (
        split < n - 1 &&
        Math.abs(e[split]) > Number.EPSILON * (Math.abs(d[split]) + Math.abs(d[split + 1]))
      )
        split++;
      if (split === low) break;
      const half = (d[low + 1] - d[low]) / (2 * e[low]);
      const radius = Math.sqrt(half * half + 1);
      let g = d[split] - d[low] + e[low] / (half + (half >= 0 ? radius : -radius));
      let sine = 1;
      let cosine = 1;
      let moved = 0;
      let i = split - 1;
      for (; i >= low; i--) {
        const f = sine * e[i];
        const b = cosine * e[i];
        const r = Math.sqrt(f * f + g * g);
        e[i + 1] = r;
        if (r === 0) {
          d[i + 1] -= moved;
          e[split] = 0;
          break;
        }
        sine = f / r;
        cosine = g / r;
        g = d[i + 1] - moved;
        const turn = (d[i] - g) * sine + 2 * cosine * b;
        moved = sine * turn;
        d[i + 1] = g + moved;
        g = cosine * turn - b;
        if (vectors) rotateRows(vectors, i, n, cosine, sine);
      }
      if (i >= low) continue;
      d[low] -= moved;
      e[low] = g;
      e[split] = 0;
    }
  }
  return d;
}

function rotateRows(z: Float64Array, i: number, n: number, cosine: number, sine: number): void {
  for (let at = i * n, next = at + n, end = at + n; at < end; at++, next++) {
    const one = z[at];
    const two = z[next];
    z[next] = sine * one + cosine * two;
    z[at] = cosine * one - sine * two;
  }
}
