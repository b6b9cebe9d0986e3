/** A fit by a sum of columns with weights of at least 0, and a constant. */
export interface NonnegativeFit {
  /** [column] */
  readonly weights: Float64Array;
  /** Share of the variance of the target that the fit explains; NaN of a constant target. */
  readonly explained: number;
}

/**
 * Returns the least-squares fit of a target by columns with weights ≥ 0 and a constant (Lawson &
 * Hanson 1974, chapter 23). Constant columns get the weight 0.
 */
export function nonnegativeFit(
  columns: readonly ArrayLike<number>[],
  target: ArrayLike<number>
): NonnegativeFit {
  const centredColumns = columns.map(centred);
  const own = centred(target);
  const total = dot(own, own);
  const products = centredColumns.map((a) => centredColumns.map((b) => dot(a, b)));
  const goals = centredColumns.map((column) => dot(column, own));
  const weights = nonnegativeWeights(products, goals);
  const fitted = goals.reduce((sum, goal, i) => sum + goal * weights[i], 0);
  const square = weights.reduce(
    (sum, w, i) => sum + w * weights.reduce((inner, v, j) => inner + v * products[i][j], 0),
    0
  );
  const rest = total - 2 * fitted + square;
  return { weights, explained: total > 0 ? 1 - rest / total : Number.NaN };
}

/**
 * Returns the weights ≥ 0 that make wᵀAw − 2bᵀw least: of a least-squares fit A are the inner
 * products of the columns with each other, b those with the target.
 */
export function nonnegativeWeights(
  a: readonly ArrayLike<number>[],
  b: ArrayLike<number>
): Float64Array {
  const n = b.length;
  const weights = new Float64Array(n);
  const chosen = new Set<number>();
  let most = 0;
  for (let i = 0; i < n; i++) most = Math.max(most, Math.abs(b[i]));
  for (let round = 0; round < 3 * n; round++) {
    let [best, steepest] = [-1, 1e-12 * most];
    for (let i = 0; i < n; i++) {
      if (chosen.has(i) || !(a[i][i] > 0)) continue;
      let slope = b[i];
      for (const j of chosen) slope -= a[i][j] * weights[j];
      if (slope > steepest) [best, steepest] = [i, slope];
    }
    if (best < 0) break;
    chosen.add(best);
    settle(a, b, weights, chosen);
  }
  return weights;
}

/** Moves to the least point over the chosen weights, letting go of those that reach 0 first. */
function settle(
  a: readonly ArrayLike<number>[],
  b: ArrayLike<number>,
  weights: Float64Array,
  chosen: Set<number>
): void {
  while (chosen.size > 0) {
    const places = [...chosen];
    const free = linearSolution(
      places.map((i) => places.map((j) => a[i][j])),
      places.map((i) => b[i])
    );
    const share = Math.min(
      1,
      ...places.map((i, k) => (free[k] <= 0 ? weights[i] / (weights[i] - free[k] || 1) : 1))
    );
    places.forEach((i, k) => {
      weights[i] += share * (free[k] - weights[i]);
    });
    if (share === 1) return;
    for (const i of places)
      if (weights[i] <= 1e-14) {
        weights[i] = 0;
        chosen.delete(i);
      }
  }
}

/** Gaussian elimination with pivots; a singular system leaves out what it cannot tell. */
function linearSolution(matrix: readonly (readonly number[])[], right: readonly number[]) {
  const n = right.length;
  const rows = matrix.map((row, i) => [...row, right[i]]);
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(rows[i][k]) > Math.abs(rows[pivot][k])) pivot = i;
    [rows[k], rows[pivot]] = [rows[pivot], rows[k]];
    if (Math.abs(rows[k][k]) < 1e-300) continue;
    for (let i = k + 1; i < n; i++) {
      const factor = rows[i][k] / rows[k][k];
      for (let j = k; j <= n; j++) rows[i][j] -= factor * rows[k][j];
    }
  }
  const found = new Float64Array(n);
  for (let k = n - 1; k >= 0; k--) {
    let value = rows[k][n];
    for (let j = k + 1; j < n; j++) value -= rows[k][j] * found[j];
    found[k] = Math.abs(rows[k][k]) < 1e-300 ? 0 : value / rows[k][k];
  }
  return found;
}

function centred(values: ArrayLike<number>): Float64Array {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  const mean = sum / values.length;
  return Float64Array.from(values, (value) => value - mean);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
