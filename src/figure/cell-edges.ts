import type { Series } from './figure.ts';

/**
 * Returns the n+1 borders of n cells around ascending or descending centres: midpoints, and as far
 * outside the ends (Plotly's rule). So unevenly spaced epochs are drawn to scale and no value is
 * interpolated. One centre c: c ± 0.5.
 */
export function cellEdges(centers: Series): Float64Array {
  const n = centers.length;
  const edges = new Float64Array(n === 0 ? 0 : n + 1);
  for (let i = 1; i < n; i++) edges[i] = (centers[i - 1] + centers[i]) / 2;
  if (n === 1) edges.set([centers[0] - 0.5, centers[0] + 0.5]);
  if (n > 1) {
    edges[0] = 2 * centers[0] - edges[1];
    edges[n] = 2 * centers[n - 1] - edges[n - 1];
  }
  return edges;
}
