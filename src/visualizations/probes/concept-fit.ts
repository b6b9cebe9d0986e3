import { cached } from '../../array/cached.ts';
import { ink } from '../../figure/theme.ts';
import { overSteps, stepLine } from '../parts/over-steps.ts';
import { epochTable } from '../parts/read-arrays.ts';
import { seriesColor } from '../parts/series-style.ts';
import { acrossOf, visualization } from '../visualization.ts';

const analyzer = 'geometry_drift';
const concepts = [
  ['answer', 'same answer'],
  ['category', 'same category'],
  ['level', 'same level'],
  ['length', 'like length']
] as const;

/**
 * What the similarities of the prompts go by: Spearman's correlation with each concept, or its
 * weight in the non-negative fit by all of them, with the share of the variance that the fit
 * explains. Takes geometry_drift `{epochs, last_answer_correlation, …}` [epoch].
 */
export default visualization({
  id: 'concept_fit',
  title: 'What similarities go by',
  about: 'Which concept orders the prompts, and when does it form?',
  kind: 'run',
  time: 'step',
  overEpochs: true,
  needs: acrossOf(analyzer),
  options: {
    value: {
      type: 'choice',
      choices: ['correlation', 'weight'],
      default: 'correlation',
      about: 'Rank correlation with each concept alone, or weights of a fit by all.'
    },
    layer: {
      type: 'choice',
      choices: ['last', 'middle'],
      default: 'last',
      about: 'Embeddings after the last block or halfway.'
    }
  },
  figure(found, { value, layer }) {
    const lines = cached(found, `concepts ${value} ${layer}`, () => {
      const { epochs, column } = epochTable(found, analyzer);
      const own = concepts.flatMap(([key, name], i) => {
        const values = column(`${layer}_${key}_${value}`);
        return Array.from(values).some(Number.isFinite)
          ? [stepLine(name, epochs, values, seriesColor(i))]
          : [];
      });
      if (value === 'correlation') return own;
      const explained = stepLine(
        'explained by all',
        epochs,
        column(`${layer}_explained`),
        ink.text
      );
      return [...own, explained];
    });
    const title = value === 'weight' ? 'weight, share explained' : 'rank correlation';
    return overSteps(lines, title);
  }
});
