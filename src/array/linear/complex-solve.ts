import type { ComplexNumbers } from './francis.ts';

/**
 * Returns x with A x = b for a complex n×n matrix (row-major; overwritten) by elimination with row
 * pivots; a pivot that vanishes counts as a tiny number, so that x is then huge rather than
 * undefined.
 */
export function complexSolve(a: ComplexNumbers, b: ComplexNumbers, n: number): ComplexNumbers {
  const x = { re: b.re.slice(), im: b.im.slice() };
  let scale = 0;
  for (let i = 0; i < n * n; i++) scale = Math.max(scale, Math.hypot(a.re[i], a.im[i]));
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) if (size(a, i * n + k) > size(a, pivot * n + k)) pivot = i;
    if (pivot !== k) {
      for (let j = k; j < n; j++) swap(a, k * n + j, pivot * n + j);
      swap(x, k, pivot);
    }
    if (size(a, k * n + k) <= Number.EPSILON ** 2 * scale)
      a.re[k * n + k] = Number.EPSILON * (scale || 1);
    for (let i = k + 1; i < n; i++) {
      const [re, im] = quotient(a, i * n + k, a, k * n + k);
      if (re === 0 && im === 0) continue;
      for (let j = k + 1; j < n; j++) subtract(a, i * n + j, a, k * n + j, re, im);
      subtract(x, i, x, k, re, im);
    }
  }
  for (let k = n - 1; k >= 0; k--) {
    const [re, im] = quotient(x, k, a, k * n + k);
    x.re[k] = re;
    x.im[k] = im;
    for (let i = 0; i < k; i++) subtract(x, i, a, i * n + k, re, im);
  }
  return x;
}

function size({ re, im }: ComplexNumbers, i: number): number {
  return Math.abs(re[i]) + Math.abs(im[i]);
}

function swap({ re, im }: ComplexNumbers, i: number, j: number): void {
  [re[i], re[j]] = [re[j], re[i]];
  [im[i], im[j]] = [im[j], im[i]];
}

function quotient(a: ComplexNumbers, i: number, b: ComplexNumbers, j: number): [number, number] {
  const [p, q, r, s] = [a.re[i], a.im[i], b.re[j], b.im[j]];
  const square = r * r + s * s;
  return [(p * r + q * s) / square, (q * r - p * s) / square];
}

/** a[i] −= b[j] · (re + i·im) */
function subtract(
  a: ComplexNumbers,
  i: number,
  b: ComplexNumbers,
  j: number,
  re: number,
  im: number
): void {
  const [r, s] = [b.re[j], b.im[j]];
  a.re[i] -= r * re - s * im;
  a.im[i] -= r * im + s * re;
}
