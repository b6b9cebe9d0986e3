import { gini } from '../../array/statistics/gini.ts';
import { sqrt } from '../../engine/index.ts';
import { analyzer } from '../analyzer.ts';
import { frequencyEnergies, numberEmbedding } from '../measures/embedding-spectrum.ts';
import { keyCount, neuronLogitNorms } from '../measures/key-frequencies.ts';

/**
 * How few frequencies hold the embedding and the neuron-logit map: their norms, Gini index and
 * number of key frequencies.
 */
export default analyzer({
  id: 'fourier_sparsity',
  title: 'Fourier sparsity',
  about:
    'How unevenly the frequencies share the embedding and the neuron-logit map, and how many of them are key.',
  structure: 'cyclic',
  layered: true,
  version: 1,
  parameters: {
    keyShare: {
      type: 'number',
      default: 0.25,
      min: 0,
      max: 1,
      about: 'Share of the largest norm above which a frequency is key.'
    }
  },
  /**
   * Norm of the sine and cosine of each frequency in W_E over the inputs, and in W_L = W_out·W_U
   * over the answers.
   */
  arrays: { norms_W_E: ['frequency'], norms_W_L: ['frequency'] },
  measure: ({ sizes: { prime }, weight }) => ({
    norms_W_E: sqrt(frequencyEnergies(numberEmbedding(weight('embed.W_E'), prime))),
    norms_W_L: neuronLogitNorms(weight, prime)
  }),
  summary: {
    gini_W_E: { dims: [], dtype: 'float64' },
    gini_W_L: { dims: [], dtype: 'float64' },
    key_count_W_E: { dims: [], dtype: 'int32' },
    key_count_W_L: { dims: [], dtype: 'int32' }
  },
  summarize: ({ norms_W_E, norms_W_L }, _, { keyShare }) => ({
    gini_W_E: gini(norms_W_E.data),
    gini_W_L: gini(norms_W_L.data),
    key_count_W_E: keyCount(norms_W_E.data, keyShare),
    key_count_W_L: keyCount(norms_W_L.data, keyShare)
  })
});
