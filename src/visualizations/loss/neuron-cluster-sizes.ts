import { cached } from '../../array/cached.ts';
import { upFromZero } from '../../figure/axes.ts';
import { frequencyColor } from '../../figure/colors.ts';
import { ink } from '../../figure/theme.ts';
import { epochLine } from '../parts/epoch-line.ts';
import { overEpochs } from '../parts/over-epochs.ts';
import { epochTable } from '../parts/read-arrays.ts';
import { strongestFrequencies } from '../parts/strongest-rows.ts';
import { summaryOf, visualization } from '../visualization.ts';

const analyzer = 'neuron_clusters';

/**
 * How many neurons the largest clusters hold, and how many belong to none. Takes the
 * neuron_clusters summary `{epochs, cluster_sizes, unclustered}`, sizes [epoch, frequency].
 */
export default visualization({
  id: 'neuron_cluster_sizes',
  title: 'Neuron clusters',
  about: 'How many neurons does each frequency win, and how many stay without one?',
  kind: 'run',
  overEpochs: true,
  needs: summaryOf(analyzer),
  options: {
    frequencies: {
      type: 'number',
      default: 4,
      min: 1,
      max: 12,
      integer: true,
      about: 'Number of clusters to draw: the largest at the last epoch.'
    }
  },
  figure(summary, { frequencies }) {
    const data = cached(summary, `clusters ${frequencies}`, () => {
      const { epochs, column, rows } = epochTable(summary, analyzer);
      const sizes = rows('cluster_sizes');
      return [
        epochLine('none', epochs, column('unclustered'), ink.muted),
        ...strongestFrequencies(sizes, frequencies).map(({ frequency, values }) =>
          epochLine(`k ${frequency}`, epochs, values, frequencyColor(frequency, sizes.shape[1]))
        )
      ];
    });
    return { ...overEpochs(data, 'neurons', { range: upFromZero(data.map(({ y }) => y)) }) };
  }
});
