import { cached } from '../../array/cached.ts';
import { upFromZero } from '../../figure/axes.ts';
import { frequencyColor } from '../../figure/colors.ts';
import { epochLine } from '../parts/epoch-line.ts';
import { overEpochs } from '../parts/over-epochs.ts';
import { epochTable } from '../parts/read-arrays.ts';
import { strongestFrequencies } from '../parts/strongest-rows.ts';
import { summaryOf, visualization } from '../visualization.ts';

const analyzer = 'unembedding_fourier';

/**
 * The shares of the strongest frequencies of the last epoch in the energy of the embedding (or
 * unembedding) through training. Takes the unembedding_fourier summary `{epochs, embedding_share,
 * …}` [epoch, frequency].
 */
export default visualization({
  id: 'dominant_frequencies_over_time',
  title: 'Embedding frequencies over time',
  about: 'When do the frequencies that the embedding ends with take it over?',
  kind: 'run',
  overEpochs: true,
  needs: summaryOf(analyzer),
  options: {
    of: {
      type: 'choice',
      choices: ['embedding', 'unembedding'],
      default: 'embedding',
      about: 'Matrix to look at.'
    },
    frequencies: {
      type: 'number',
      default: 5,
      min: 1,
      max: 12,
      integer: true,
      about: 'Number of frequencies to draw: the strongest at the last epoch.'
    }
  },
  aliases: ['activations.mlp.dominant_frequencies_over_time'],
  figure(summary, { of, frequencies }) {
    const lines = cached(summary, `over time ${of} ${frequencies}`, () => {
      const { epochs, rows } = epochTable(summary, analyzer);
      const shares = rows(`${of}_share`); // [epoch, frequency]
      return strongestFrequencies(shares, frequencies).map(({ frequency, values }, place) =>
        epochLine(`k ${frequency}`, epochs, values, frequencyColor(frequency, shares.shape[1]), {
          showlegend: place < 5
        })
      );
    });
    return {
      ...overEpochs(lines, 'share of energy', { range: upFromZero(lines.map(({ y }) => y)) }),
      heading: `Frequencies of the ${of}`
    };
  }
});
