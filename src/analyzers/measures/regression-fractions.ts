import { gram } from '../../array/linear/gram.ts';
import { symmetricEigen } from '../../array/linear/symmetric-eigen.ts';
import {
  constant,
  div,
  type Lazy,
  matmul,
  maximum,
  mean,
  reshape,
  square,
  sub,
  sum
} from '../../engine/index.ts';
import { UserError } from '../../error/user-error.ts';

/**
 * Functions of a pair that belong to a frequency, besides the constant: {1, sin, cos}(wa) × {1,
 * sin, cos}(wb).
 */
const FUNCTIONS = 8;
/**
 * The fewest pairs to fit a frequency on: its functions and a constant; on these alone it explains
 * everything.
 */
export const leastPairs = FUNCTIONS + 1;
/** Directions weaker than this share of the strongest are not there on these pairs. */
const LEAST = 1e-9;

/**
 * The share of the variance of each column over some rows of the grid that frequency k explains by
 * least squares on its eight functions of a and b and a constant (R²), [F, n], row k−1.
 * `activation` is [rows, n]. On the whole grid the functions are orthogonal and this is what
 * `fourierFractions` gives; on fewer pairs frequencies overlap, so that shares may sum to more than
 * 1, and noise alone explains about 8/(rows − 1). At least nine pairs; throws a UserError on fewer.
 */
export function regressionFractions(activation: Lazy, rows: Int32Array, prime: number): Lazy {
  const alone = Array.from({ length: (prime - 1) / 2 }, (_, i) => [i + 1]);
  return explained(activation, rows, prime, alone);
}

/**
 * The share of the variance of each column that the lowest `most` frequencies explain together
 * (R²), [n], where their functions overlap on the rows: at most 1, which it is wherever they are as
 * many as the pairs. Else as `regressionFractions`.
 */
export function jointFraction(
  activation: Lazy,
  rows: Int32Array,
  prime: number,
  most: number
): Lazy {
  const together = Array.from({ length: Math.min(most, (prime - 1) / 2) }, (_, i) => i + 1);
  return sum(explained(activation, rows, prime, [together]), [0]); // [1, n] → [n]
}

/** Sets of frequencies, all of one size, whose functions are fitted together: [set, n]. */
function explained(
  activation: Lazy,
  rows: Int32Array,
  prime: number,
  sets: readonly (readonly number[])[]
): Lazy {
  const [count, n] = activation.shape as [number, number];
  if (count < leastPairs)
    throw new UserError(
      `too few pairs for the share of a frequency: ${count}`,
      `give a probe of at least ${leastPairs} pairs, or follow single ones: grokscope trace`
    );
  const width = FUNCTIONS * sets[0].length;
  const basis = constant(basesOf(rows, prime, sets), [sets.length * width, count]);
  const centred = sub(activation, mean(activation, [0], true));
  const parts = matmul(basis, centred); // [set·width, n]
  const energy = sum(square(reshape(parts, [sets.length, width, n])), [1]);
  return div(energy, maximum(sum(square(centred), [0]), constant(1e-10)));
}

const known = new WeakMap<Int32Array, Map<string, Float64Array>>();

/**
 * Orthonormal bases of what the functions of each set span beside the constant, [set·width, rows];
 * zero rows fill up.
 */
function basesOf(
  rows: Int32Array,
  prime: number,
  sets: readonly (readonly number[])[]
): Float64Array {
  const ofRows = known.get(rows) ?? new Map<string, Float64Array>();
  known.set(rows, ofRows);
  const key = JSON.stringify(sets);
  const found = ofRows.get(key);
  if (found) return found;
  const count = rows.length;
  const size = sets[0].length * FUNCTIONS * count;
  const bases = new Float64Array(sets.length * size);
  sets.forEach((set, i) => {
    const functions = new Float64Array(size);
    set.forEach((k, j) => {
      functions.set(centredFunctions(rows, prime, k), j * FUNCTIONS * count);
    });
    bases.set(orthonormal(functions, count), i * size);
  });
  ofRows.set(key, bases);
  return bases;
}

/** The eight functions of frequency k on the rows, each with its mean taken off, [8, rows]. */
function centredFunctions(rows: Int32Array, prime: number, k: number): Float64Array {
  const count = rows.length;
  const wave = (x: number) => {
    const angle = (2 * Math.PI * ((k * x) % prime)) / prime;
    return [1, Math.sin(angle), Math.cos(angle)] as const;
  };
  const waves = Array.from({ length: prime }, (_, x) => wave(x));
  const functions = new Float64Array(FUNCTIONS * count);
  for (let f = 0; f < FUNCTIONS; f++) {
    const [i, j] = [Math.floor((f + 1) / 3), (f + 1) % 3] as [0 | 1 | 2, 0 | 1 | 2];
    const row = functions.subarray(f * count, (f + 1) * count);
    rows.forEach((pair, at) => {
      row[at] = waves[Math.floor(pair / prime)][i] * waves[pair % prime][j];
    });
    const middle = row.reduce((total, value) => total + value, 0) / count;
    for (let at = 0; at < count; at++) row[at] -= middle;
  }
  return functions;
}

/**
 * Returns orthonormal rows that span those of `vectors` [width, count], by their Gram matrix; zero
 * where they depend.
 */
function orthonormal(vectors: Float64Array, count: number): Float64Array {
  const width = vectors.length / count;
  const products = gram(vectors, width, count);
  const { values, vectors: axes } = symmetricEigen(products, width);
  const spanned = new Float64Array(width * count);
  for (let c = 0; c < width; c++) {
    if (!(values[c] > LEAST * values[0])) continue;
    const length = Math.sqrt(values[c]);
    for (let f = 0; f < width; f++) {
      const share = axes[c * width + f] / length;
      for (let at = 0; at < count; at++) spanned[c * count + at] += share * vectors[f * count + at];
    }
  }
  return spanned;
}
