import { cached } from '../../array/cached.ts';
import { finiteExtent } from '../../array/statistics/finite-extent.ts';
import { mean } from '../../array/statistics/mean.ts';
import type { NamedArrays } from '../../array/tensor.ts';
import { columnsOf, epochTable, missingArray } from '../parts/read-arrays.ts';

/** The path of one group of weights in a plane, centred, its wider extent scaled to 1. */
export interface ScaledPath {
  readonly group: 'embedding' | 'attention' | 'mlp';
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** The paths of the groups at the same epochs. */
export interface ScaledPaths {
  readonly epochs: ArrayLike<number>;
  readonly paths: readonly ScaledPath[];
}

const groups = ['embedding', 'attention', 'mlp'] as const;
const signs = [1, -1] as const;

/**
 * Returns the paths of the groups of a parameter_trajectory in two of their components (0-based).
 * The sign of a component is arbitrary: each path is mirrored to lie nearest to the first. Throws a
 * UserError where the group lacks a component.
 */
export function scaledPaths(
  data: NamedArrays,
  [one, other]: readonly [number, number],
  analyzer: string
): ScaledPaths {
  return cached(data, `scaled paths ${one} ${other}`, () => {
    const { epochs, rows } = epochTable(data, analyzer);
    const paths: ScaledPath[] = [];
    const present = groups.filter((group) => data[`${group}__projections`] !== undefined);
    for (const group of present.length === 0 ? groups : present) {
      const key = `${group}__projections`;
      const columns = columnsOf(rows(key));
      const [x, y] = [columns[one], columns[other]];
      // A run of n checkpoints has n components, the last of which says nothing.
      if ((!x || !y) && epochs.length > 2)
        throw missingArray(key, analyzer, 'has fewer components');
      const flat = new Float64Array(epochs.length);
      paths.push(scaled(group, x ?? flat, y ?? flat));
    }
    const [first] = paths as [ScaledPath];
    return { epochs, paths: paths.map((path) => mirrored(path, first)) };
  });
}

/**
 * Returns the distance of two paths at each epoch, mirrored so that they are nearest over the run.
 */
export function distancesOf(path: ScaledPath, other: ScaledPath): Float64Array {
  const { x, y } = mirrored(path, other);
  return x.map((value, i) => Math.hypot(value - other.x[i], y[i] - other.y[i]));
}

function scaled(group: ScaledPath['group'], x: Float64Array, y: Float64Array): ScaledPath {
  const reach = (values: Float64Array) => {
    const [low, high] = finiteExtent(values) ?? [0, 0];
    return high - low;
  };
  const size = Math.max(reach(x), reach(y)) || 1;
  const [mx, my] = [mean(x), mean(y)];
  return { group, x: x.map((v) => (v - mx) / size), y: y.map((v) => (v - my) / size) };
}

/**
 * The nearer of each component and its mirror image; sums of squares separate, so each is chosen
 * alone.
 */
function mirrored(path: ScaledPath, other: ScaledPath): ScaledPath {
  const nearest = (own: Float64Array, held: Float64Array) => {
    const apart = (sign: number) =>
      own.reduce((sum, value, i) => sum + (sign * value - held[i]) ** 2, 0);
    const sign = signs.reduce((best, next) => (apart(next) < apart(best) ? next : best));
    return sign === 1 ? own : own.map((value) => -value);
  };
  return { ...path, x: nearest(path.x, other.x), y: nearest(path.y, other.y) };
}
