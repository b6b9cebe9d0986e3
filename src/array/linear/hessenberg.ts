/**
 * Brings a real n×n matrix (row-major) to upper Hessenberg form in place, by elimination with
 * pivots (EISPACK elmhes), and returns it; eigenvalues stay.
 */
export function hessenberg(a: Float64Array, n: number): Float64Array {
  for (let m = 1; m < n - 1; m++) {
    let pivot = m;
    for (let i = m; i < n; i++)
      if (Math.abs(a[i * n + m - 1]) > Math.abs(a[pivot * n + m - 1])) pivot = i;
    const x = a[pivot * n + m - 1];
    if (pivot !== m) {
      for (let j = m - 1; j < n; j++) swap(a, pivot * n + j, m * n + j);
      for (let i = 0; i < n; i++) swap(a, i * n + pivot, i * n + m);
    }
    if (x === 0) continue;
    for (let i = m + 1; i < n; i++) {
      const share = a[i * n + m - 1] / x;
      a[i * n + m - 1] = 0;
      if (share === 0) continue;
      for (let j = m; j < n; j++) a[i * n + j] -= share * a[m * n + j];
      for (let j = 0; j < n; j++) a[j * n + m] += share * a[j * n + i];
    }
  }
  return a;
}

function swap(a: Float64Array, i: number, j: number): void {
  const kept = a[i];
  a[i] = a[j];
  a[j] = kept;
}
