import { rowsOf } from '../../array/tensor.ts';
import { axis } from '../../figure/axes.ts';
import { viridis } from '../../figure/colors.ts';
import { currentEpochOption } from '../parts/options.ts';
import { epochTable } from '../parts/read-arrays.ts';
import { stepMap } from '../parts/step-map.ts';
import { summaryOf, visualization } from '../visualization.ts';

const analyzer = 'probe_entropy';
const titles = {
  entropy: 'entropy (nats)',
  wrong_entropy: 'entropy where wrong',
  accuracy: 'right',
  overconfident: 'sure and wrong',
  uncertain: 'almost no idea'
} as const;

/**
 * How unsure the model is of each token of the expected answers, by position and step; the first
 * position at the top. Takes the probe_entropy summary `{epochs, entropy, accuracy, overconfident,
 * uncertain, count}` [epoch, position].
 */
export default visualization({
  id: 'answer_entropy',
  title: 'Entropy by position',
  about: 'At which positions is the model unsure, and where is it sure and wrong?',
  kind: 'run',
  time: 'step',
  needs: summaryOf(analyzer),
  options: {
    value: {
      type: 'choice',
      choices: ['entropy', 'wrong_entropy', 'accuracy', 'overconfident', 'uncertain'],
      default: 'entropy',
      about:
        'Entropy, that of wrong tokens, or the share of tokens that are right, sure and wrong, or hardly known.'
    },
    currentEpoch: currentEpochOption
  },
  figure(summary, { value, currentEpoch }) {
    const { epochs, rows } = epochTable(summary, analyzer);
    const values = rowsOf(rows(value));
    const counts = rowsOf(rows('count'))[0] ?? [];
    const positions = Array.from(values[0] ?? [], (_, at) => at);
    const z = positions.map((at) => values.map((row) => row[at]));
    const most = Math.max(0, ...z.flat().filter(Number.isFinite));
    return stepMap(epochs, currentEpoch, {
      name: titles[value],
      z,
      colors: {
        ...{ colorscale: viridis, zmin: 0, zmax: value.endsWith('entropy') ? most || 1 : 1 },
        colorbar: { title: { text: titles[value] } }
      },
      rows: axis('position', {
        tickvals: positions,
        ticktext: positions.map(String),
        autorange: 'reversed'
      }),
      told: (at, step) => `position ${at}, ${step}<br>${counts[at]} answers`,
      value: '%{z:.3f}'
    });
  }
});
