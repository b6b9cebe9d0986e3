import { cached } from '../../array/cached.ts';
import { columnsOf, epochTable } from '../parts/read-arrays.ts';
import { summaryOf, visualization } from '../visualization.ts';
import { headPanels } from './head-course.ts';

const analyzer = 'attention_freq';

/**
 * The frequency in each head's attention from "=" to a (above), and how much of that attention it
 * explains (below). Takes the attention_freq summary `{epochs, dominant_freq_per_head,
 * max_frac_per_head}` [epoch, head].
 */
export default visualization({
  id: 'attention_specialization',
  title: 'Specialization of the heads',
  about: 'When does each attention head settle on one frequency, and on which?',
  kind: 'run',
  overEpochs: true,
  needs: summaryOf(analyzer),
  aliases: [
    'activations.attention.frequency_clusters',
    'activations.attention.head_frequency_range'
  ],
  figure(summary) {
    const { data, layout } = cached(summary, 'attention specialization', () => {
      const { epochs, rows } = epochTable(summary, analyzer);
      const frequencies = columnsOf(rows('dominant_freq_per_head')).map((column) =>
        column.map((k) => k + 1)
      );
      const shares = columnsOf(rows('max_frac_per_head'));
      return headPanels({ epochs, frequencies, shares }, 'its share');
    });
    return {
      data,
      heading: 'Frequencies of the attention',
      layout: {
        ...layout,
        yaxis2: { ...layout.yaxis2, range: [-0.03, 1.05] }
      }
    };
  }
});
