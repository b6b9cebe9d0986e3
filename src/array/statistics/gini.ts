/**
 * Returns the Gini index of values ≥ 0: 0 when all are equal, 1 − 1/n when one holds everything, 0
 * when all are 0 (Hurley & Rickard, "Comparing measures of sparsity", 2009: 1 − 2 Σ (xᵢ/Σx)·((n − i
 * + ½)/n), ascending). NaN for none.
 */
export function gini(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  const n = sorted.length;
  let total = 0;
  let weighted = 0;
  for (let i = 0; i < n; i++) {
    total += sorted[i];
    weighted += sorted[i] * (n - i - 0.5);
  }
  if (n === 0) return Number.NaN;
  return total === 0 ? 0 : 1 - (2 * weighted) / (total * n);
}
