import { rowsOf } from '../../array/tensor.ts';
import { axis, frequencyAxis } from '../../figure/axes.ts';
import { viridis } from '../../figure/colors.ts';
import type { Shape } from '../../figure/figure.ts';
import {
  dominantOf,
  FOLLOWED_FROM,
  followersOf,
  groupsOf,
  groupTicks,
  mostFollowed,
  orderByFrequency
} from '../parts/neuron-order.ts';
import { neuronOption } from '../parts/options.ts';
import { arrayOf } from '../parts/read-arrays.ts';
import { epochOf, visualization } from '../visualization.ts';

/**
 * Fraction of each neuron's variance that each frequency explains, at one epoch. Takes
 * `{norm_matrix}` [frequency, neuron] of one epoch.
 */
export default visualization({
  id: 'neuron_freq_clusters',
  title: 'Frequency clusters',
  about: 'Which frequency does each neuron follow at this epoch?',
  kind: 'epoch',
  needs: epochOf('neuron_freq_norm'),
  options: {
    neuron: neuronOption,
    sortedByFrequency: {
      type: 'boolean',
      default: false,
      about: 'Group the neurons by their dominant frequency.'
    }
  },
  aliases: [
    'frequency_clusters_heatmap',
    'activations.mlp.neuron_frequency_clusters',
    'freq_clusters'
  ],
  figure(artifact, { neuron, sortedByFrequency }) {
    const matrix = arrayOf(artifact, 'norm_matrix', 2, 'neuron_freq_norm'); // [frequency, neuron]
    const rows = rowsOf(matrix);
    const { frequencies, fractions } = dominantOf(matrix);
    const order = sortedByFrequency ? orderByFrequency(frequencies, fractions) : null;
    const groups = order ? groupTicks(groupsOf(order, frequencies)) : {};
    const column = neuron === null ? -1 : order ? order.indexOf(neuron) : neuron;
    const keys = mostFollowed(followersOf(matrix));
    const marked = column >= 0 && column < fractions.length ? [neuronLine(column)] : [];
    return {
      data: [
        {
          type: 'heatmap',
          name: 'Fraction',
          z: order ? rows.map((row) => order.map((n) => row[n])) : rows,
          x: order ? order.map((n) => `neuron ${n}`) : Array.from(fractions, (_, n) => n),
          y: rows.map((_, k) => k + 1),
          colorscale: viridis,
          zmin: 0,
          zmax: 1,
          colorbar: { title: { text: 'fraction' } },
          hovertemplate: `${order ? '' : 'neuron '}%{x}<br>frequency %{y}<br>fraction %{z:.6~g}<extra></extra>`
        }
      ],
      layout: {
        xaxis: axis(order ? 'neurons by frequency' : 'neuron', {
          ...(order ? { type: 'category' } : {}),
          ...groups
        }),
        yaxis: frequencyAxis(
          rows.length,
          keys.map(({ frequency }) => frequency)
        ),
        shapes: marked
      },
      note:
        keys.length === 0
          ? `no neuron has a share ≥ ${FOLLOWED_FROM}`
          : `${keys.map(({ frequency, count }) => `k ${frequency}: ${count}`).join(' · ')}, share ≥ ${FOLLOWED_FROM}`
    };
  }
});

function neuronLine(column: number): Shape {
  const line = { color: '#ffffff', width: 1, dash: 'dot' } as const;
  const place = { xref: 'x', yref: 'paper', x0: column, x1: column, y0: 0, y1: 1 };
  return { type: 'line', name: 'neuron', ...place, line };
}
