import { type Metric, nearestNeighbours } from './neighbours.ts';

/**
 * Returns how far neighbours on a map are neighbours of the points themselves, 0 to 1: 1 − 2/(n k
 * (2n − 3k − 1)) Σ (rank − k) over those among the k nearest on the map that are not among the k
 * nearest of the points (Venna & Kaski 2001). NaN where n ≤ 3k/2.
 */
export function trustworthiness(
  points: Float64Array,
  rows: number,
  columns: number,
  map: Float64Array,
  k: number,
  metric: Metric
): number {
  if (2 * rows - 3 * k - 1 <= 0) return Number.NaN;
  const near = nearestNeighbours(points, rows, columns, rows, metric);
  const shown = nearestNeighbours(map, rows, 2, k + 1, 'euclidean');
  let far = 0;
  for (let i = 0; i < rows; i++) {
    const rank = new Int32Array(rows);
    for (let n = 0; n < rows; n++) rank[near.places[i * rows + n]] = n;
    for (let n = 1; n <= k; n++) far += Math.max(0, rank[shown.places[i * (k + 1) + n]] - k);
  }
  return 1 - (2 * far) / (rows * k * (2 * rows - 3 * k - 1));
}
