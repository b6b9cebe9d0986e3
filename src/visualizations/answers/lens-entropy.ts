import { cached } from '../../array/cached.ts';
import { okabeIto } from '../../figure/colors.ts';
import { epochLine } from '../parts/epoch-line.ts';
import { overEpochs } from '../parts/over-epochs.ts';
import { epochTable } from '../parts/read-arrays.ts';
import { summaryOf, visualization } from '../visualization.ts';

const analyzer = 'lens_entropy';
const stages = [
  ['embedding', 'after the embedding', okabeIto.green],
  ['attention', 'after attention', okabeIto.orange],
  ['mlp', 'after the MLP', okabeIto.blue]
] as const;
const titles = { entropy: 'entropy (nats)', loss: 'loss (nats)', accuracy: 'right' } as const;

/**
 * How sure the answer is where the unembedding reads the residual stream before and after each part
 * of the layer; dotted: rows that the run trained on. Takes the lens_entropy summary `{epochs,
 * test_mlp_entropy, …}`.
 */
export default visualization({
  id: 'lens_entropy',
  title: 'Logit lens',
  about: 'Which part of the layer makes the answer sure, and when?',
  kind: 'run',
  overEpochs: true,
  needs: summaryOf(analyzer),
  options: {
    value: {
      type: 'choice',
      choices: ['entropy', 'loss', 'accuracy'],
      default: 'entropy',
      about: 'What to show of the answer.'
    }
  },
  figure(summary, { value }) {
    const lines = cached(summary, `lens ${value}`, () => {
      const { epochs, column } = epochTable(summary, analyzer);
      return stages.flatMap(([stage, name, color]) => [
        epochLine(name, epochs, column(`test_${stage}_${value}`), color),
        epochLine(`${name}, trained rows`, epochs, column(`train_${stage}_${value}`), color, {
          mode: 'lines',
          line: { color, width: 1, dash: 'dot' },
          showlegend: false
        })
      ]);
    });
    const range = value === 'accuracy' ? { range: [-0.02, 1.02] as const } : {};
    return { ...overEpochs(lines, titles[value], range), note: 'dotted: trained rows' };
  }
});
