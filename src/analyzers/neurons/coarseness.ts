import { binEdges, histogram } from '../../array/statistics/histogram.ts';
import { mean } from '../../array/statistics/mean.ts';
import { median, percentile } from '../../array/statistics/percentile.ts';
import { standardDeviation } from '../../array/statistics/standard-deviation.ts';
import { float64 } from '../../array/tensor.ts';
import { analyzer } from '../analyzer.ts';
import { lowestShare } from '../measures/fourier-fractions.ts';
import { leastPairs } from '../measures/regression-fractions.ts';

const LOW_FREQUENCIES = 3;
const BINS = 20;
/** In float32, as the data. */
const edges = Float32Array.from(binEdges(0, 1, BINS));

/** The share of the lowest frequencies in every neuron: near 1 a blob, low a plaid (REQ_023). */
export default analyzer({
  id: 'coarseness',
  title: 'Coarseness',
  about: 'Which share of each neuron’s activation energy lies in the three lowest frequencies.',
  structure: 'cyclic',
  layered: true,
  version: 1,
  probed: leastPairs,
  parameters: {
    blobThreshold: {
      type: 'number',
      default: 0.7,
      min: 0,
      max: 1,
      about: 'Coarseness from which a neuron counts as a blob.'
    }
  },
  arrays: { coarseness: ['d_mlp'] },
  measure(graph) {
    const neurons = graph.activation('block.mlp.hook_post');
    return { coarseness: lowestShare(neurons, graph, LOW_FREQUENCIES) };
  },
  summary: {
    mean_coarseness: { dims: [], dtype: 'float64' },
    std_coarseness: { dims: [], dtype: 'float64' },
    median_coarseness: { dims: [], dtype: 'float64' },
    p25_coarseness: { dims: [], dtype: 'float64' },
    p75_coarseness: { dims: [], dtype: 'float64' },
    blob_count: { dims: [], dtype: 'float64' },
    coarseness_hist: { dims: ['bin'], dtype: 'float64' }
  },
  summarize({ coarseness }, _context, { blobThreshold }) {
    const values = coarseness.data;
    const reached = Math.fround(blobThreshold);
    const shares = Float64Array.from(values, (value) => Math.min(value, 1)); // rounding exceeds 1
    return {
      mean_coarseness: mean(values),
      std_coarseness: standardDeviation(values),
      median_coarseness: median(values),
      p25_coarseness: percentile(values, 25),
      p75_coarseness: percentile(values, 75),
      blob_count: shares.filter((share) => share >= reached).length,
      coarseness_hist: float64(histogram(shares, edges), [BINS])
    };
  }
});
