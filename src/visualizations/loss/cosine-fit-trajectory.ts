import { cached } from '../../array/cached.ts';
import { frequencyColor } from '../../figure/colors.ts';
import { ink } from '../../figure/theme.ts';
import { epochLine } from '../parts/epoch-line.ts';
import { overEpochs } from '../parts/over-epochs.ts';
import { epochTable } from '../parts/read-arrays.ts';
import { strongestFrequencies } from '../parts/strongest-rows.ts';
import { summaryOf, visualization } from '../visualization.ts';

const analyzer = 'logit_cosine_fit';

/**
 * Share of the variance of the logits that cos(w(a+b−c)) explains, of the strongest frequencies
 * and of all. Takes the logit_cosine_fit summary `{epochs, explained, total}`, explained [epoch,
 * frequency].
 */
export default visualization({
  id: 'cosine_fit_trajectory',
  title: 'Cosine fit',
  about: 'How much of the answer is the trigonometric circuit, and of which frequencies?',
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
      about: 'Number of frequencies to draw: those that explain most at the last epoch.'
    }
  },
  figure(summary, { frequencies }) {
    const data = cached(summary, `cosine fit ${frequencies}`, () => {
      const { epochs, column, rows } = epochTable(summary, analyzer);
      const explained = rows('explained');
      const all = explained.shape[1];
      return [
        epochLine('all', epochs, column('total'), ink.text),
        ...strongestFrequencies(explained, frequencies).map(({ frequency, values }) =>
          epochLine(`k ${frequency}`, epochs, values, frequencyColor(frequency, all))
        )
      ];
    });
    return {
      ...overEpochs(data, 'share of variance', { range: [-0.02, 1.02] }),
      heading: 'Cosine fit of the logits'
    };
  }
});
