import { cached } from '../../array/cached.ts';
import { sparseTicks } from '../../figure/axes.ts';
import { viridis } from '../../figure/colors.ts';
import { overEpochs } from '../parts/over-epochs.ts';
import { columnsOf, epochTable, missingArray } from '../parts/read-arrays.ts';
import { summaryOf, visualization } from '../visualization.ts';

const analyzer = 'input_trace';

/**
 * The share of right answers per answer over training, of test or train pairs (REQ_053). Takes the
 * input_trace summary `{epochs, test_residue_class_accuracy, …}` [epoch, class].
 */
export default visualization({
  id: 'residue_class_timeline',
  title: 'Accuracy by answer',
  about: 'Are some answers learned before others?',
  kind: 'run',
  overEpochs: true,
  needs: summaryOf(analyzer),
  options: {
    side: { type: 'choice', choices: ['test', 'train'], default: 'test', about: 'Pairs to count.' }
  },
  aliases: ['input_trace.residue_class_timeline'],
  figure(summary, { side }) {
    const { epochs, rows } = epochTable(summary, analyzer);
    const key = `${side}_residue_class_accuracy`;
    const z = cached(summary, key, () => columnsOf(rows(key)));
    if (z.length === 0) throw missingArray(key, analyzer, 'is empty');
    return {
      ...overEpochs(
        [
          {
            type: 'heatmap',
            name: 'Accuracy',
            z,
            x: epochs,
            y: z.map((_, r) => r),
            colorscale: viridis,
            zmin: 0,
            zmax: 1,
            colorbar: { title: { text: 'accuracy' } },
            hovertemplate: 'epoch %{x}<br>answer %{y}<br>%{z:.4~g} right<extra></extra>'
          }
        ],
        'answer',
        sparseTicks(z.length, 0)
      ),
      heading: `Accuracy by answer, ${side} pairs`
    };
  }
});
