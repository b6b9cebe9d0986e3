import { fourierBasis } from '../../array/linear/fourier-basis.ts';
import {
  abs,
  add,
  constant,
  div,
  gather,
  integers,
  type Lazy,
  matmul,
  maximum,
  mul,
  reshape,
  slice,
  sqrt,
  square,
  sub,
  sum,
  transpose
} from '../../engine/index.ts';
import { rowEnergies } from '../measures/fourier-fractions.ts';
import { inParts } from '../measures/in-parts.ts';
import { bilinear, bilinearMatrix } from './bilinear.ts';

/** Radius of the low frequencies as a share of the spectrum's width. */
const LOW = 0.125;

/** At how large a scale some maps vary; each [n]. */
export type Scales = Readonly<
  Record<'low_frequency' | 'variance_kept' | 'gradient' | 'deviation', Lazy>
>;

/**
 * Returns the scales of maps over the grid, [p·p, n]: the share of the energy without the constant
 * in frequencies within a circle of p/8; the share of the variance that is left after sampling down
 * to `coarse`² and up again, bilinear; the mean step between neighbours along both axes; the
 * standard deviation. 0 for constant maps.
 */
export function scalesOf(maps: Lazy, prime: number, coarse = 14): Scales {
  const n = maps.shape[1];
  const cells = prime * prime;
  const basis = fourierBasis(prime).data;
  const rows = matmul(constant(basis, [prime, prime]), reshape(maps, [prime, prime * n]));
  const byRow = reshape(rows, [prime, prime, n]); // [x, b, n]: shared with the Fourier fractions
  const squares = slice(rowEnergies(byRow), [1], [prime]); // [p−1, n]
  const others = constant(basis.subarray(prime), [prime - 1, prime]);
  const alongB = matmul(others, reshape(slice(byRow, [0], [1]), [prime, n])); // constant along a
  const energy = add(sum(square(alongB), [0]), sum(squares, [0])); // without the constant, [n]
  const floor = maximum(energy, constant(1e-10));

  const most = Math.min(Math.floor(LOW * prime), (prime - 1) / 2);
  const count = 2 * most + 1;
  const low = constant(basis.subarray(0, count * prime), [count, prime]);
  const block = matmul(low, slice(byRow, [0], [count])); // [x, y, n]
  const isLow = constant(lowMask(count, LOW * prime), [count, count, 1]);

  const kept = variance(coarseMaps(maps, prime, coarse), prime);
  return {
    low_frequency: div(sum(mul(square(block), isLow), [0, 1]), floor),
    variance_kept: div(mul(kept, cells), floor),
    gradient: inParts(maps, 1, (some) => meanStep(some, prime), { onto: 0 }),
    deviation: sqrt(div(energy, cells))
  };
}

/**
 * 1 for rows x, y of the basis whose frequencies lie within the radius, 0 for others and for the
 * constant.
 */
function lowMask(count: number, radius: number): Float64Array {
  const frequency = (row: number) => Math.ceil(row / 2);
  return Float64Array.from({ length: count * count }, (_, i) => {
    const [x, y] = [frequency(Math.floor(i / count)), frequency(i % count)];
    return i > 0 && x * x + y * y <= radius * radius ? 1 : 0;
  });
}

/**
 * Returns maps over the grid, [p·p, n], sampled down (or up) to size², bilinear, [size, size, n].
 */
export function coarseMaps(maps: Lazy, prime: number, size: number): Lazy {
  const n = maps.shape[1];
  const { from, to, near, far } = bilinear(prime, size);
  const weight = (values: Float64Array, shape: readonly number[]) => constant(values, shape);
  const sampled = (x: Lazy, axis: 0 | 1) => {
    const shape = axis === 0 ? [size, 1, 1] : [1, size, 1];
    const first = mul(gather(x, integers(from), axis), weight(near, shape));
    return add(first, mul(gather(x, integers(to), axis), weight(far, shape)));
  };
  return sampled(sampled(reshape(maps, [prime, prime, n]), 0), 1);
}

/** The variance of coarse maps, [size, size, n], sampled up to p×p, without making them: [n]. */
function variance(coarse: Lazy, prime: number): Lazy {
  const [size, , n] = coarse.shape as [number, number, number];
  const up = bilinearMatrix(size, prime); // [p, size]
  const average = Float64Array.from({ length: size }, (_, j) => {
    let total = 0;
    for (let i = 0; i < prime; i++) total += up[i * size + j];
    return total / prime;
  });
  const products = new Float64Array(size * size);
  for (let i = 0; i < prime; i++)
    for (let j = 0; j < size; j++)
      for (let k = 0; k < size; k++)
        products[j * size + k] += (up[i * size + j] * up[i * size + k]) / prime;
  const row = constant(average, [1, size]);
  const averaged = matmul(row, reshape(matmul(row, reshape(coarse, [size, size * n])), [size, n]));
  const centred = sub(coarse, reshape(averaged, [1, 1, n])); // sampling keeps constants
  const gramian = constant(products, [size, size]);
  const first = matmul(gramian, reshape(centred, [size, size * n])); // along a
  const both = matmul(gramian, reshape(first, [size, size, n])); // along b
  return sum(mul(both, centred), [0, 1]);
}

/** The mean step between neighbours along both axes, [n]. */
function meanStep(maps: Lazy, prime: number): Lazy {
  return mul(add(steps(maps, prime, 0), steps(maps, prime, 1)), 0.5);
}

/**
 * The mean step between neighbours along an axis, [n]; a product sums faster than a reduction over
 * rows.
 */
function steps(maps: Lazy, prime: number, axis: 0 | 1): Lazy {
  const n = maps.shape[1];
  const grid = reshape(maps, [prime, prime, n]);
  const next = slice(grid, [1], [prime], [axis]);
  const sizes = abs(sub(next, slice(grid, [0], [prime - 1], [axis])));
  const count = prime * (prime - 1);
  const weights = constant(new Float64Array(count).fill(1 / count), [1, count]);
  return reshape(matmul(weights, reshape(sizes, [count, n])), [n]);
}

/** Returns coarse maps with the map first, [n, size, size]. */
export function mapsFirst(coarse: Lazy): Lazy {
  return transpose(coarse, [2, 0, 1]);
}
