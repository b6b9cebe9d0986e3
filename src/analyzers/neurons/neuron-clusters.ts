import { int32, type NamedArrays } from '../../array/tensor.ts';
import { analyzer } from '../analyzer.ts';
import { dominantOf } from '../measures/dominant.ts';
import { frequencyShares } from '../measures/fourier-fractions.ts';
import { leastPairs } from '../measures/regression-fractions.ts';

const sizes = {
  cluster_sizes: { dims: ['frequency'], dtype: 'int32' },
  unclustered: { dims: [], dtype: 'int32' }
} as const;

/**
 * How many neurons belong to each frequency: those of whose activation its 3×3 block {1, cos, sin}²
 * over the inputs explains the most, and at least a share (arXiv:2301.05217, section 4.3: 85 %).
 */
export default analyzer({
  id: 'neuron_clusters',
  title: 'Neuron clusters',
  about: 'How many neurons each frequency explains almost fully, and how many none does.',
  structure: 'cyclic',
  layered: true,
  version: 1,
  probed: leastPairs,
  parameters: {
    clusterShare: {
      type: 'number',
      default: 0.85,
      min: 0,
      max: 1,
      about: 'Share of a neuron’s variance from which its frequency’s cluster counts it.'
    }
  },
  arrays: { strongest: { dims: ['d_mlp'], dtype: 'int32' }, share: ['d_mlp'] },
  measure: (graph) => ({
    fractions: frequencyShares(graph.activation('block.mlp.hook_post'), graph)
  }),
  /** `strongest` counts frequencies from 1; `share` is what it explains. */
  finish({ fractions }) {
    const { frequency, fraction } = dominantOf(fractions);
    const strongest = Int32Array.from(frequency, (index) => index + 1);
    return {
      strongest: int32(strongest, [strongest.length]),
      share: { dtype: 'float32', shape: [strongest.length], data: Float32Array.from(fraction) }
    } satisfies NamedArrays;
  },
  summary: sizes,
  summarize({ strongest, share }, { sizes: { prime } }, { clusterShare }) {
    const counts = new Int32Array(Math.floor(prime / 2));
    let unclustered = 0;
    const least = Math.fround(clusterShare);
    for (let n = 0; n < share.data.length; n++) {
      if (share.data[n] >= least) counts[strongest.data[n] - 1]++;
      else unclustered++;
    }
    return { cluster_sizes: int32(counts, [counts.length]), unclustered };
  }
});
