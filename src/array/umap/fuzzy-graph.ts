import type { Neighbours } from './neighbours.ts';

/** Steps of the search for a scale, how exact it is, and the least share of the mean distance. */
const STEPS = 64;
const TOLERANCE = 1e-5;
const LEAST_SCALE = 1e-3;

/** How far the nearest other point of each is, and on which scale nearness fades, [n] each. */
export interface SmoothDistances {
  readonly nearest: Float64Array;
  readonly scale: Float64Array;
}

/**
 * Returns the scales at which Σ exp(−max(0, d − nearest)/scale) over the other neighbours is log2 k
 * (McInnes et al. 2018, arXiv:1802.03426, algorithm 3).
 */
export function smoothDistances({ k, distances }: Neighbours): SmoothDistances {
  const n = distances.length / k;
  const goal = Math.log2(k);
  const mean = distances.reduce((sum, d) => sum + d, 0) / distances.length;
  const nearest = new Float64Array(n);
  const scale = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const own = distances.subarray(i * k, (i + 1) * k);
    nearest[i] = own.find((d) => d > 0) ?? 0;
    let [low, high, middle] = [0, Infinity, 1];
    for (let round = 0; round < STEPS; round++) {
      let sum = 0;
      for (let j = 1; j < k; j++) {
        const beyond = own[j] - nearest[i];
        sum += beyond > 0 ? Math.exp(-beyond / middle) : 1;
      }
      if (Math.abs(sum - goal) < TOLERANCE) break;
      if (sum > goal) {
        high = middle;
        middle = (low + high) / 2;
      } else {
        low = middle;
        middle = high === Infinity ? middle * 2 : (low + high) / 2;
      }
    }
    const ownMean = own.reduce((sum, d) => sum + d, 0) / k;
    scale[i] = Math.max(middle, LEAST_SCALE * (nearest[i] > 0 ? ownMean : mean));
  }
  return { nearest, scale };
}

/** Pairs of points with how likely they are neighbours, 0 to 1. */
export interface FuzzyGraph {
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly weight: Float64Array;
}

/**
 * Returns the graph of neighbours: a + b − a·b of the two directions (arXiv:1802.03426, algorithm
 * 1), each pair once in each direction.
 */
export function fuzzyGraph(neighbours: Neighbours): FuzzyGraph {
  const { k, places, distances } = neighbours;
  const { nearest, scale } = smoothDistances(neighbours);
  const n = nearest.length;
  const directed = new Map<number, number>();
  for (let i = 0; i < n; i++)
    for (let j = 0; j < k; j++) {
      const other = places[i * k + j];
      if (other === i) continue;
      const beyond = Math.max(0, distances[i * k + j] - nearest[i]);
      directed.set(i * n + other, Math.exp(-beyond / scale[i]));
    }
  const keys = new Set<number>();
  for (const key of directed.keys()) {
    keys.add(key);
    keys.add((key % n) * n + Math.floor(key / n));
  }
  const sorted = Int32Array.from(keys).sort();
  const weight = Float64Array.from(sorted, (key) => {
    const [a, b] = [directed.get(key) ?? 0, directed.get((key % n) * n + Math.floor(key / n)) ?? 0];
    return a + b - a * b;
  });
  return {
    from: sorted.map((key) => Math.floor(key / n)),
    to: sorted.map((key) => key % n),
    weight
  };
}
