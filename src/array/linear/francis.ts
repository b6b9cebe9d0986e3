/** Complex numbers, as two arrays of equal length. */
export interface ComplexNumbers {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/**
 * Returns the eigenvalues of an upper Hessenberg matrix, which is overwritten, by the double QR
 * step of Francis (EISPACK hqr); NaN where it does not converge.
 */
export function francis(a: Float64Array, n: number): ComplexNumbers {
  const re = new Float64Array(n);
  const im = new Float64Array(n);
  const norm = a.reduce((sum, value) => sum + Math.abs(value), 0);
  const at = (i: number, j: number) => a[i * n + j];
  let shifted = 0;
  let high = n - 1;
  let steps = 0;
  while (high >= 0) {
    let low = high;
    for (; low > 0; low--) {
      const beside = Math.abs(at(low - 1, low - 1)) + Math.abs(at(low, low));
      if (Math.abs(at(low, low - 1)) > Number.EPSILON * (beside || norm)) continue;
      a[low * n + low - 1] = 0;
      break;
    }
    const x = at(high, high);
    if (low === high) {
      re[high--] = x + shifted;
      steps = 0;
      continue;
    }
    const y = at(high - 1, high - 1);
    const w = at(high, high - 1) * at(high - 1, high);
    if (low === high - 1) {
      const half = (y - x) / 2;
      const square = half * half + w;
      const root = Math.sqrt(Math.abs(square));
      const z = half + (half >= 0 ? root : -root);
      const isReal = square >= 0;
      re[high - 1] = x + shifted + (isReal ? z : half);
      re[high] = isReal ? (z === 0 ? re[high - 1] : x + shifted - w / z) : re[high - 1];
      im[high - 1] = isReal ? 0 : root;
      im[high] = isReal ? 0 : -root;
      high -= 2;
      steps = 0;
      continue;
    }
    let shifts: readonly [number, number, number] = [x, y, w];
    if (++steps % 10 === 0) {
      if (steps > 300) return unknowns(n);
      shifted += x;
      for (let i = 0; i <= high; i++) a[i * n + i] -= x;
      const s = Math.abs(at(high, high - 1)) + Math.abs(at(high - 1, high - 2));
      shifts = [0.75 * s, 0.75 * s, -0.4375 * s * s];
    }
    doubleStep(a, n, low, high, shifts);
  }
  return { re, im };
}

/** One double QR step on rows and columns low … high. */
function doubleStep(
  a: Float64Array,
  n: number,
  low: number,
  high: number,
  [x, y, w]: readonly [number, number, number]
): void {
  const at = (i: number, j: number) => a[i * n + j];
  let [p, q, r] = [0, 0, 0];
  let from = high - 2;
  for (; ; from--) {
    const z = at(from, from);
    const [left, right] = [x - z, y - z];
    p = (left * right - w) / at(from + 1, from) + at(from, from + 1);
    q = at(from + 1, from + 1) - z - left - right;
    r = at(from + 2, from + 1);
    const size = Math.abs(p) + Math.abs(q) + Math.abs(r);
    [p, q, r] = [p / size, q / size, r / size];
    if (from === low) break;
    const small = Math.abs(at(from, from - 1)) * (Math.abs(q) + Math.abs(r));
    const beside =
      Math.abs(at(from - 1, from - 1)) + Math.abs(z) + Math.abs(at(from + 1, from + 1));
    if (small <= Number.EPSILON * Math.abs(p) * beside) break;
  }
  for (let i = from + 2; i <= high; i++) {
    a[i * n + i - 2] = 0;
    if (i > from + 2) a[i * n + i - 3] = 0;
  }
  for (let k = from; k < high; k++) {
    const isLast = k === high - 1;
    let size = 1;
    if (k !== from) {
      [p, q, r] = [at(k, k - 1), at(k + 1, k - 1), isLast ? 0 : at(k + 2, k - 1)];
      size = Math.abs(p) + Math.abs(q) + Math.abs(r);
      if (size === 0) continue;
      [p, q, r] = [p / size, q / size, r / size];
    }
    const length = Math.sqrt(p * p + q * q + r * r);
    const s = p >= 0 ? length : -length;
    if (s === 0) continue;
    if (k !== from) a[k * n + k - 1] = -s * size;
    else if (low !== from) a[k * n + k - 1] = -at(k, k - 1);
    p += s;
    reflectBoth(a, n, [low, high, k], [p / s, q / s, r / s], [q / p, r / p]);
  }
}

/** Applies one reflection of two or three neighbouring rows and columns. */
function reflectBoth(
  a: Float64Array,
  n: number,
  [low, high, k]: readonly [number, number, number],
  [x, y, z]: readonly [number, number, number],
  [q, r]: readonly [number, number]
): void {
  const isLast = k === high - 1;
  const [one, two, three] = [k * n, (k + 1) * n, (k + 2) * n];
  for (let j = k; j <= high; j++) {
    let p = a[one + j] + q * a[two + j];
    if (!isLast) {
      p += r * a[three + j];
      a[three + j] -= p * z;
    }
    a[two + j] -= p * y;
    a[one + j] -= p * x;
  }
  for (let i = low; i <= Math.min(high, k + 3); i++) {
    const row = i * n + k;
    let p = x * a[row] + y * a[row + 1];
    if (!isLast) {
      p += z * a[row + 2];
      a[row + 2] -= p * r;
    }
    a[row + 1] -= p * q;
    a[row] -= p;
  }
}

/** Returns n numbers that could not be found: NaN. */
export function unknowns(n: number): ComplexNumbers {
  return { re: new Float64Array(n).fill(Number.NaN), im: new Float64Array(n) };
}
