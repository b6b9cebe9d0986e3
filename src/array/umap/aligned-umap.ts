import { turnedOnto } from '../geometry/procrustes.ts';
import { principalComponents } from '../linear/principal-components.ts';
import { torchGenerator } from '../random/torch-generator.ts';
import { attractionCurve } from './attraction-curve.ts';
import { type FuzzyGraph, fuzzyGraph } from './fuzzy-graph.ts';
import { type Metric, type Neighbours, nearestNeighbours } from './neighbours.ts';

/** How maps are made. */
export interface UmapOptions {
  readonly metric?: Metric;
  /** Neighbours of a point that count, itself among them. */
  readonly neighbours?: number;
  /** How near points may be on the map. */
  readonly least?: number;
  readonly epochs?: number;
  readonly seed?: number;
  /** How strongly a point is held near where it is in the slices before and after; 0: not. */
  readonly anchor?: number;
  /** How many slices on each side hold it. */
  readonly window?: number;
}

/** Points of the plane that a point is pushed away from for each that it is drawn to. */
const NEGATIVES = 5;
/** Width of the map to begin with, as in umap-learn. */
const WIDTH = 10;

/** Points that are mapped together. */
interface Slice {
  readonly graph: FuzzyGraph;
  readonly neighbours: Neighbours;
  readonly map: Float64Array;
}

/**
 * Returns maps of some points at several times, [slice][point, 2], that keep what is near near
 * (UMAP: McInnes et al. 2018, arXiv:1802.03426), and where each point stays near its places in the
 * slices before and after: it is drawn towards them by how alike its neighbours are there (as
 * umap-learn's AlignedUMAP, over a window that is as wide on both sides). Every map begins with the
 * first two principal components, turned onto those before. The same seed gives the same maps.
 * @param slices row-major [rows, columns] each
 */
export function alignedUmap(
  slices: readonly Float64Array[],
  rows: number,
  columns: number,
  {
    metric = 'cosine',
    neighbours = 15,
    least = 0.1,
    epochs = 500,
    seed = 0,
    anchor = 0.3,
    window = 3
  }: UmapOptions = {}
): readonly Float64Array[] {
  if (rows < 3) return slices.map(() => new Float64Array(2 * rows));
  const { a, b } = attractionCurve(least);
  const random = torchGenerator(seed);
  let before: Float64Array | null = null;
  const parts = slices.map((points): Slice => {
    const near = nearestNeighbours(points, rows, columns, neighbours, metric);
    const map = begun(points, rows, columns, before);
    before = map;
    return { neighbours: near, graph: fuzzyGraph(near), map };
  });
  const due = parts.map(({ graph }) => {
    const most = graph.weight.reduce((largest, w) => Math.max(largest, w), 0);
    return { every: graph.weight.map((w) => (w > 0 ? most / w : Infinity)) };
  });
  const next = due.map(({ every }) => every.slice());
  const alike = likeness(parts, window);
  for (let epoch = 0; epoch < epochs; epoch++) {
    const rate = 1 - epoch / epochs;
    for (const [t, { graph, map }] of parts.entries()) {
      attract(graph, map, next[t], due[t].every, { epoch, rate, a, b }, random.next);
      hold(parts, t, alike[t], anchor * rate, window);
    }
  }
  return parts.map(({ map }) => map);
}

function begun(
  points: Float64Array,
  rows: number,
  columns: number,
  before: Float64Array | null
): Float64Array {
  const { scores } = principalComponents(points, rows, columns, 2);
  const m = Math.min(2, rows, columns);
  const map = new Float64Array(2 * rows);
  for (let i = 0; i < rows; i++) for (let c = 0; c < m; c++) map[2 * i + c] = scores[i * m + c];
  const most = map.reduce((largest, x) => Math.max(largest, Math.abs(x)), 0) || 1;
  const scaled = map.map((x) => (x * WIDTH) / (2 * most));
  return before === null ? scaled : turnedOnto(scaled, before);
}

interface Step {
  readonly epoch: number;
  readonly rate: number;
  readonly a: number;
  readonly b: number;
}

/** One epoch of stochastic gradient descent: drawn to neighbours, pushed from chance points. */
function attract(
  { from, to }: FuzzyGraph,
  map: Float64Array,
  next: Float64Array,
  every: Float64Array,
  { epoch, rate, a, b }: Step,
  random: () => number
): void {
  const rows = map.length / 2;
  for (let e = 0; e < from.length; e++) {
    if (next[e] > epoch + 1) continue;
    next[e] += every[e];
    const [i, j] = [2 * from[e], 2 * to[e]];
    const [dx, dy] = [map[i] - map[j], map[i + 1] - map[j + 1]];
    const square = dx * dx + dy * dy;
    if (square > 0) {
      const power = square ** b;
      const pull = (-2 * a * b * (power / square)) / (a * power + 1);
      const [x, y] = [rate * clipped(pull * dx), rate * clipped(pull * dy)];
      map[i] += x;
      map[i + 1] += y;
      map[j] -= x;
      map[j + 1] -= y;
    }
    for (let n = 0; n < NEGATIVES; n++) {
      const k = 2 * (random() % rows);
      if (k === i) continue;
      const [ex, ey] = [map[i] - map[k], map[i + 1] - map[k + 1]];
      const apart = ex * ex + ey * ey;
      if (apart === 0) continue;
      const push = (2 * b) / ((0.001 + apart) * (a * apart ** b + 1));
      map[i] += rate * clipped(push * ex);
      map[i + 1] += rate * clipped(push * ey);
    }
  }
}

function clipped(value: number): number {
  return value > 4 ? 4 : value < -4 ? -4 : value;
}

/** Draws the points of a slice towards their places in the slices around it. */
function hold(
  parts: readonly Slice[],
  t: number,
  alike: ReadonlyMap<number, Float64Array>,
  strength: number,
  window: number
): void {
  if (strength === 0) return;
  const { map } = parts[t];
  for (const [other, shares] of alike) {
    const fade = strength * Math.exp(1 - Math.abs(other - t)) * (1 / window);
    const place = parts[other].map;
    for (let i = 0; i < shares.length; i++) {
      const pull = Math.min(0.5, fade * shares[i]);
      map[2 * i] += pull * (place[2 * i] - map[2 * i]);
      map[2 * i + 1] += pull * (place[2 * i + 1] - map[2 * i + 1]);
    }
  }
}

/**
 * Of each point the share of neighbours (Jaccard) that it has in a slice and in those around it.
 */
function likeness(
  parts: readonly Slice[],
  window: number
): readonly ReadonlyMap<number, Float64Array>[] {
  return parts.map(({ neighbours: own }, t) => {
    const found = new Map<number, Float64Array>();
    for (let other = t - window; other <= t + window; other++) {
      if (other === t || other < 0 || other >= parts.length) continue;
      const there = parts[other].neighbours;
      const n = own.places.length / own.k;
      found.set(
        other,
        Float64Array.from({ length: n }, (_, i) => {
          const mine = new Set(own.places.subarray(i * own.k, (i + 1) * own.k));
          const theirs = there.places.subarray(i * own.k, (i + 1) * own.k);
          const both = theirs.reduce((count, place) => count + Number(mine.has(place)), 0);
          return both / (2 * own.k - both);
        })
      );
    }
    return found;
  });
}

/**
 * Returns how far points move on average from one map to the next, in root-mean-square radii of the
 * later one; NaN for the first.
 */
export function jumps(maps: readonly Float64Array[]): Float64Array {
  return Float64Array.from(maps, (map, t) => {
    if (t === 0) return Number.NaN;
    const n = map.length / 2;
    const mean = (axis: number) => {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += map[2 * i + axis];
      return sum / n;
    };
    const [cx, cy] = [mean(0), mean(1)];
    let [square, moved] = [0, 0];
    for (let i = 0; i < n; i++) {
      square += (map[2 * i] - cx) ** 2 + (map[2 * i + 1] - cy) ** 2;
      moved += Math.hypot(map[2 * i] - maps[t - 1][2 * i], map[2 * i + 1] - maps[t - 1][2 * i + 1]);
    }
    return moved / n / Math.sqrt(square / n);
  });
}
