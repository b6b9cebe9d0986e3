import { cached } from '../../array/cached.ts';
import { okabeIto } from '../../figure/colors.ts';
import { ink } from '../../figure/theme.ts';
import { epochLine } from '../parts/epoch-line.ts';
import { overEpochs } from '../parts/over-epochs.ts';
import { epochTable } from '../parts/read-arrays.ts';
import { summaryOf, visualization } from '../visualization.ts';

const analyzer = 'cyclic_rsa';
const concepts = [
  ['a', 'a', okabeIto.sky],
  ['b', 'b', okabeIto.orange],
  ['sum', 'a + b', okabeIto.blue],
  ['difference', 'a − b', okabeIto.purple]
] as const;

/**
 * How much of the dissimilarities of pairs inside the model each circle explains: that of a, of b,
 * of a + b, of a − b, all frequencies together. Takes the cyclic_rsa summary `{epochs, output_sum,
 * output_explained, …}`.
 */
export default visualization({
  id: 'concept_spaces',
  title: 'Similarity by circles',
  about: 'When does the model come to see pairs alike by their sum?',
  kind: 'run',
  overEpochs: true,
  needs: summaryOf(analyzer),
  options: {
    site: {
      type: 'choice',
      choices: ['output', 'neurons', 'attention'],
      default: 'output',
      about: 'Residual stream after the layer, neurons, or residual stream after attention.'
    }
  },
  figure(summary, { site }) {
    const lines = cached(summary, `circles ${site}`, () => {
      const { epochs, column } = epochTable(summary, analyzer);
      return [
        ...concepts.map(([key, name, color]) =>
          epochLine(name, epochs, column(`${site}_${key}`), color)
        ),
        epochLine('all', epochs, column(`${site}_explained`), ink.text)
      ];
    });
    return { ...overEpochs(lines, 'share explained', { range: [-0.02, 1.02] }), note: site };
  }
});
