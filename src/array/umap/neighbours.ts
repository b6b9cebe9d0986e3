/** How distances are measured; `cosine` is 1 − cosine similarity. */
export type Metric = 'euclidean' | 'cosine';

/** The nearest neighbours of n points, the point itself first, [n, k] each, row-major. */
export interface Neighbours {
  readonly k: number;
  readonly places: Int32Array;
  readonly distances: Float64Array;
}

/**
 * Returns the k nearest of the rows of a row-major matrix for each of them, itself counted, the
 * nearest first and of equals the first; k is at most the number of rows.
 */
export function nearestNeighbours(
  points: Float64Array,
  rows: number,
  columns: number,
  most: number,
  metric: Metric
): Neighbours {
  const k = Math.min(most, rows);
  const lengths = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    let square = 0;
    for (let d = 0; d < columns; d++) square += points[i * columns + d] ** 2;
    lengths[i] = Math.sqrt(square);
  }
  const between = (i: number, j: number): number => {
    let sum = 0;
    if (metric === 'euclidean') {
      for (let d = 0; d < columns; d++)
        sum += (points[i * columns + d] - points[j * columns + d]) ** 2;
      return Math.sqrt(sum);
    }
    for (let d = 0; d < columns; d++) sum += points[i * columns + d] * points[j * columns + d];
    return Math.max(0, 1 - sum / (lengths[i] * lengths[j] || 1));
  };
  const places = new Int32Array(rows * k);
  const distances = new Float64Array(rows * k);
  const row = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < rows; j++) row[j] = i === j ? -1 : between(i, j);
    const order = Array.from(row.keys()).sort((a, b) => row[a] - row[b] || a - b);
    for (let n = 0; n < k; n++) {
      places[i * k + n] = order[n];
      distances[i * k + n] = Math.max(0, row[order[n]]);
    }
  }
  return { k, places, distances };
}
