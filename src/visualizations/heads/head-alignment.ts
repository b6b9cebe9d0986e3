import { cached } from '../../array/cached.ts';
import { finiteExtent } from '../../array/statistics/finite-extent.ts';
import { columnsOf, epochTable } from '../parts/read-arrays.ts';
import { summaryOf, visualization } from '../visualization.ts';
import { headPanels } from './head-course.ts';

const analyzer = 'attention_fourier';
const parts = { qk: 'query and key', v: 'value' } as const;

/**
 * The strongest frequency of each head's weights (above), and its share of them (below), through
 * training. Takes the attention_fourier summary `{epochs, qk_dominant_frequency,
 * qk_dominant_share, …}` [epoch, head].
 */
export default visualization({
  id: 'head_alignment',
  title: 'Alignment of the heads',
  about: 'When do the weights of each attention head align with one frequency?',
  kind: 'run',
  overEpochs: true,
  needs: summaryOf(analyzer),
  options: {
    part: {
      type: 'choice',
      choices: ['qk', 'v'],
      default: 'qk',
      about: 'What the head compares (qk) or what it passes on (v).'
    }
  },
  aliases: ['parameters.attention.head_alignment_trajectory'],
  figure(summary, { part }) {
    const { data, layout, most } = cached(summary, `head alignment ${part}`, () => {
      const { epochs, rows } = epochTable(summary, analyzer);
      const frequencies = columnsOf(rows(`${part}_dominant_frequency`));
      const shares = columnsOf(rows(`${part}_dominant_share`));
      const most = Math.max(0, ...shares.map((share) => finiteExtent(share)?.[1] ?? 0)) || 1;
      return { ...headPanels({ epochs, frequencies, shares }, 'its share'), most };
    });
    return {
      data,
      heading: `Frequencies of ${parts[part]} weights`,
      layout: {
        ...layout,
        yaxis2: { ...layout.yaxis2, range: [0, most * 1.06] }
      }
    };
  }
});
