import { mean } from '../../array/statistics/mean.ts';
import { percentile } from '../../array/statistics/percentile.ts';
import { float64 } from '../../array/tensor.ts';
import { type Lazy, reshape, slice } from '../../engine/index.ts';
import { type ArraySpecs, analyzer } from '../analyzer.ts';
import { onGrid } from '../measures/on-grid.ts';
import { coarseMaps, mapsFirst, scalesOf } from './scales.ts';

const measures = ['low_frequency', 'variance_kept', 'gradient', 'deviation'] as const;
const COARSE_MAP = 28;

/** At how large a scale neurons and attention heads vary over the grid of inputs. */
export default analyzer({
  id: 'multiscale_structure',
  title: 'Multi-scale structure',
  about: 'Whether neurons and attention heads vary in large regions or fine grain over the inputs.',
  structure: 'cyclic',
  layered: true,
  version: 1,
  probed: true,
  parameters: {
    coarseShare: {
      type: 'number',
      default: 0.7,
      min: 0,
      max: 1,
      about: 'Low-frequency share from which a neuron counts as coarse.'
    }
  },
  /**
   * Per neuron (after ReLU) and per head (attention from "=" to a): the share of the energy without
   * the constant in low frequencies (within p/8), the share of the variance kept at 14×14, the mean
   * step between neighbours, the standard deviation. The map of a head at 28×28, [head, a, b].
   * Pairs outside a custom probe set count as the mean of those in it.
   */
  arrays: {
    ...(Object.assign(
      {},
      ...measures.map((name) => ({ [`neuron_${name}`]: ['d_mlp'], [`head_${name}`]: ['n_heads'] }))
    ) as ArraySpecs),
    head_map: ['n_heads', 'row', 'column']
  },
  measure(graph) {
    const { prime } = graph.sizes;
    const pattern = graph.activation('block.attn.hook_pattern'); // [rows, head, key]
    const [pairs, heads] = pattern.shape as [number, number];
    const toFirst = onGrid(reshape(slice(pattern, [0], [1], [2]), [pairs, heads]), graph, 'mean');
    const neurons = onGrid(graph.activation('block.mlp.hook_post'), graph, 'mean');
    return {
      ...named('neuron', scalesOf(neurons, prime)),
      ...named('head', scalesOf(toFirst, prime)),
      head_map: mapsFirst(coarseMaps(toFirst, prime, COARSE_MAP))
    };
  },
  summary: {
    ...(Object.assign(
      {},
      ...measures.map((name) => ({
        [`neuron_${name}`]: { dims: ['quartile'], dtype: 'float64' },
        [`mean_neuron_${name}`]: { dims: [], dtype: 'float64' },
        [`head_${name}`]: { dims: ['n_heads'], dtype: 'float64' }
      }))
    ) as ArraySpecs),
    coarse_neuron_count: { dims: [], dtype: 'float64' }
  },
  /** Neurons by their quartiles (25, 50 and 75 %) and mean. */
  summarize(arrays, _context, { coarseShare }) {
    const rows = measures.map((name) => {
      const neurons = arrays[`neuron_${name}`].data;
      const heads = Float64Array.from(arrays[`head_${name}`].data);
      const quartiles = Float64Array.of(...[25, 50, 75].map((p) => percentile(neurons, p)));
      return {
        [`neuron_${name}`]: float64(quartiles, [3]),
        [`mean_neuron_${name}`]: mean(neurons),
        [`head_${name}`]: float64(heads, [heads.length])
      };
    });
    const reached = Math.fround(coarseShare);
    const coarse = arrays.neuron_low_frequency.data.filter((share: number) => share >= reached);
    return { ...Object.assign({}, ...rows), coarse_neuron_count: coarse.length };
  }
});

function named(prefix: string, scales: Readonly<Record<string, Lazy>>): Record<string, Lazy> {
  return Object.fromEntries(
    Object.entries(scales).map(([key, node]) => [`${prefix}_${key}`, node])
  );
}
