import { mean } from '../../array/statistics/mean.ts';
import { type NamedArrays, rowsOf, type Tensor, vector } from '../../array/tensor.ts';
import {
  constant,
  div,
  type Lazy,
  matmul,
  maximum,
  reshape,
  slice,
  sqrt,
  square,
  sum,
  swapLast
} from '../../engine/index.ts';
import { type ArraySpecs, analyzer } from '../analyzer.ts';
import { basisOf, numberEmbedding } from '../measures/embedding-spectrum.ts';

/**
 * The share of every frequency in each head's query-key form and value map, from the weights alone.
 */
export default analyzer({
  id: 'attention_fourier',
  title: 'Attention weights by frequency',
  about: 'Which frequencies of the numbers each head’s weights compare (QK) and pass on (V).',
  structure: 'cyclic',
  layered: true,
  version: 1,
  /** Rows sum to 1. */
  arrays: { qk_freq_norms: ['n_heads', 'frequency'], v_freq_norms: ['n_heads', 'frequency'] },
  measure({ sizes: { prime }, weight }) {
    const coefficients = matmul(basisOf(prime), numberEmbedding(weight('embed.W_E'), prime));
    const through = (letter: string) => matmul(coefficients, weight(`block.attn.W_${letter}`)); // [head, p, d_head]
    const pairs = (x: Lazy) =>
      reshape(slice(x, [1], [prime], [1]), [x.shape[0], (prime - 1) / 2, 2, x.shape[2]]);
    const blocks = matmul(pairs(through('Q')), swapLast(pairs(through('K')))); // [head, F, 2, 2]
    return {
      qk_freq_norms: shares(blocks),
      v_freq_norms: shares(pairs(through('V')))
    };
  },
  summary: Object.assign(
    {},
    ...['qk', 'v'].map((part) => ({
      [`${part}_dominant_frequency`]: { dims: ['n_heads'], dtype: 'float64' },
      [`${part}_dominant_share`]: { dims: ['n_heads'], dtype: 'float64' },
      [`${part}_mean_share`]: { dims: ['frequency'], dtype: 'float64' }
    }))
  ) as ArraySpecs,
  /**
   * Of each head the strongest frequency, counted from 1, and its share; of each frequency the mean
   * share over the heads.
   */
  summarize: (arrays) =>
    Object.assign({}, ...['qk', 'v'].map((part) => strongest(part, arrays[`${part}_freq_norms`])))
});

function strongest(part: string, shares: Tensor): NamedArrays {
  const frequencies = shares.shape[1];
  const rows = rowsOf(shares).map((row) => Array.from(row));
  const most = rows.map((row) => Math.max(...row));
  return {
    [`${part}_dominant_frequency`]: vector(rows.map((row, head) => row.indexOf(most[head]) + 1)),
    [`${part}_dominant_share`]: vector(most),
    [`${part}_mean_share`]: vector(
      Array.from({ length: frequencies }, (_, k) => mean(rows.map((row) => row[k])))
    )
  };
}

/** [head, F, …] → [head, F]: the norm of each block over the sum of them (at least 1e-10). */
function shares(blocks: Lazy): Lazy {
  const norms = sqrt(sum(square(blocks), [2, 3])); // [head, F]
  return div(norms, maximum(sum(norms, [1], true), constant(1e-10)));
}
