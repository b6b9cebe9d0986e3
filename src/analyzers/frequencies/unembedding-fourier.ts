import { float32, float64, type NamedArrays, type Tensor } from '../../array/tensor.ts';
import {
  cast,
  type Lazy,
  matmul,
  sqrt,
  square,
  sum,
  swapLast,
  transpose
} from '../../engine/index.ts';
import { type ArraySpecs, analyzer } from '../analyzer.ts';
import {
  basisOf,
  frequencyPairs,
  numberEmbedding,
  numberUnembedding
} from '../measures/embedding-spectrum.ts';

const sides = ['embedding', 'unembedding'] as const;

/**
 * The Fourier spectra of what the model reads with and writes with, and whether each frequency is a
 * full rotation.
 */
export default analyzer({
  id: 'unembedding_fourier',
  title: 'Embedding and unembedding frequencies',
  about:
    'How strongly embedding and unembedding hold each Fourier component, and how round each frequency is.',
  structure: 'cyclic',
  version: 1,
  /**
   * Norms as in dominant_frequencies: row 0 is the constant, row 2k-1 sin k, row 2k cos k. The
   * circularity of a frequency is the smaller over the larger singular value of its two rows: 1
   * where sin and cos are orthogonal and of one length, 0 where they are one direction. Unlike
   * their balance it does not change when all inputs are shifted.
   */
  arrays: Object.assign(
    {},
    ...sides.map((side) => ({ [side]: ['prime'], [`${side}_circularity`]: ['frequency'] }))
  ) as ArraySpecs,
  measure({ sizes: { prime }, weight }) {
    const coefficients = {
      embedding: matmul(basisOf(prime), numberEmbedding(weight('embed.W_E'), prime)),
      unembedding: matmul(
        basisOf(prime),
        transpose(numberUnembedding(weight('unembed.W_U'), prime))
      )
    }; // [p, d_model]
    return Object.assign({}, ...sides.map((side) => measured(side, coefficients[side])));
  },
  finish: (arrays) =>
    Object.assign(
      {},
      ...sides.map((side) => ({
        [side]: arrays[side],
        [`${side}_circularity`]: circularities(arrays[`${side}_products`])
      }))
    ) as NamedArrays,
  /**
   * Shares are of the energy without the constant; the balance is the smaller over the larger norm
   * of sin k and cos k; the overlap is the sum over frequencies of the smaller share of the two
   * sides, 1 where they hold the same.
   */
  summary: {
    ...(Object.assign(
      {},
      ...sides.map((side) => ({
        [`${side}_share`]: { dims: ['frequency'], dtype: 'float64' },
        [`${side}_balance`]: { dims: ['frequency'], dtype: 'float64' },
        [`${side}_circularity`]: { dims: ['frequency'], dtype: 'float64' }
      }))
    ) as ArraySpecs),
    overlap: { dims: [], dtype: 'float64' }
  },
  summarize(arrays) {
    const shares = sides.map((side) => sharesOf(arrays[side].data));
    const row = sides.map((side, i) => ({
      [`${side}_share`]: column(shares[i]),
      [`${side}_balance`]: column(balances(arrays[side].data)),
      [`${side}_circularity`]: column(arrays[`${side}_circularity`].data)
    }));
    const [one, other] = shares as [Float64Array, Float64Array];
    const overlap = one.reduce((total, share, k) => total + Math.min(share, other[k]), 0);
    return { ...Object.assign({}, ...row), overlap };
  }
});

function measured(side: string, coefficients: Lazy): Record<string, Lazy> {
  const pairs = cast(frequencyPairs(coefficients), 'double'); // [F, 2, d_model]
  return {
    [side]: sqrt(sum(square(coefficients), [1])),
    [`${side}_products`]: matmul(pairs, swapLast(pairs)) // [F, 2, 2]
  };
}

/** [F, 2, 2] Gram matrices → [F]; 0 where a frequency is absent. */
function circularities({ data, shape }: Tensor): Tensor {
  const values = Float32Array.from({ length: shape[0] }, (_, k) => {
    const [sine, mixed, , cosine] = data.subarray(4 * k, 4 * k + 4) as Float64Array;
    const middle = (sine + cosine) / 2;
    const spread = Math.hypot((sine - cosine) / 2, mixed);
    return middle > 0 ? Math.sqrt(Math.max(middle - spread, 0) / (middle + spread)) : 0;
  });
  return float32(values, [shape[0]]);
}

function sharesOf(norms: ArrayLike<number>): Float64Array {
  const energies = Float64Array.from(
    { length: (norms.length - 1) / 2 },
    (_, k) => norms[2 * k + 1] ** 2 + norms[2 * k + 2] ** 2
  );
  const total = energies.reduce((sum, energy) => sum + energy, 0);
  return energies.map((energy) => (total > 0 ? energy / total : 0));
}

function balances(norms: ArrayLike<number>): Float64Array {
  return Float64Array.from({ length: (norms.length - 1) / 2 }, (_, k) => {
    const [sine, cosine] = [norms[2 * k + 1], norms[2 * k + 2]];
    const larger = Math.max(sine, cosine);
    return larger > 0 ? Math.min(sine, cosine) / larger : 0;
  });
}

function column(values: ArrayLike<number>): Tensor {
  return float64(Float64Array.from(values), [values.length]);
}
