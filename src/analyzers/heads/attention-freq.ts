import { mean } from '../../array/statistics/mean.ts';
import { float64 } from '../../array/tensor.ts';
import { reshape, slice } from '../../engine/index.ts';
import { analyzer } from '../analyzer.ts';
import { dominantOf } from '../measures/dominant.ts';
import { frequencyShares } from '../measures/fourier-fractions.ts';
import { leastPairs } from '../measures/regression-fractions.ts';

/** The share of every frequency in each head's attention from "=" to the first number. */
export default analyzer({
  id: 'attention_freq',
  title: 'Attention frequencies',
  about:
    'Which share of each head’s attention from “=” to a each frequency of the inputs explains.',
  structure: 'cyclic',
  layered: true,
  version: 1,
  probed: leastPairs,
  arrays: { freq_matrix: ['frequency', 'n_heads'] },
  measure(graph) {
    const pattern = graph.activation('block.attn.hook_pattern'); // [rows, head, key]
    const [pairs, heads] = pattern.shape as [number, number];
    const toFirst = reshape(slice(pattern, [0], [1], [2]), [pairs, heads]);
    return { freq_matrix: frequencyShares(toFirst, graph) };
  },
  summary: {
    dominant_freq_per_head: { dims: ['n_heads'], dtype: 'float64' },
    max_frac_per_head: { dims: ['n_heads'], dtype: 'float64' },
    mean_specialization: { dims: [], dtype: 'float64' }
  },
  /** The dominant frequency is 0-based. */
  summarize({ freq_matrix }) {
    const { frequency, fraction } = dominantOf(freq_matrix);
    return {
      dominant_freq_per_head: float64(Float64Array.from(frequency), [frequency.length]),
      max_frac_per_head: float64(Float64Array.from(fraction), [fraction.length]),
      mean_specialization: mean(fraction)
    };
  }
});
