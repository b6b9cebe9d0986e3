import { cached } from '../../array/cached.ts';
import { upFromZero } from '../../figure/axes.ts';
import { overSteps, stepLine } from '../parts/over-steps.ts';
import { epochTable } from '../parts/read-arrays.ts';
import { seriesColor } from '../parts/series-style.ts';
import { acrossOf, visualization } from '../visualization.ts';

const analyzer = 'geometry_drift';
const others = [
  ['previous', 'the checkpoint before'],
  ['first', 'the first'],
  ['final', 'the last']
] as const;
const titles = {
  pearson: '1 − Pearson',
  spearman: '1 − Spearman',
  change: 'mean |change|',
  cka: '1 − debiased CKA'
} as const;

/**
 * How much the similarities of the prompts differ from those at the checkpoint before, the first
 * and the last one. Takes geometry_drift `{epochs, last_previous_pearson, …}` [epoch].
 */
export default visualization({
  id: 'geometry_drift',
  title: 'Geometry drift',
  about: 'When does the model rearrange which prompts are alike, and when is it settled?',
  kind: 'run',
  time: 'step',
  overEpochs: true,
  needs: acrossOf(analyzer),
  options: {
    form: {
      type: 'choice',
      choices: ['pearson', 'spearman', 'change', 'cka'],
      default: 'pearson',
      about: 'How the similarities are compared.'
    },
    layer: {
      type: 'choice',
      choices: ['last', 'middle'],
      default: 'last',
      about: 'Embeddings after the last block or halfway.'
    },
    rate: {
      type: 'boolean',
      default: false,
      about: 'Per 1,000 steps since the checkpoint before, whatever the spacing.'
    }
  },
  figure(found, { form, layer, rate }) {
    const lines = cached(found, `drift ${form} ${layer} ${rate}`, () => {
      const { epochs, column } = epochTable(found, analyzer);
      if (rate) {
        const values = column(`${layer}_previous_${form}`);
        const perStep = Float64Array.from(values, (value, t) =>
          t === 0 ? Number.NaN : (1000 * value) / (epochs[t] - epochs[t - 1])
        );
        return [stepLine('against the checkpoint before', epochs, perStep, seriesColor(0))];
      }
      return others.map(([key, name], i) =>
        stepLine(`against ${name}`, epochs, column(`${layer}_${key}_${form}`), seriesColor(i))
      );
    });
    const title = rate ? `${titles[form]} / 1000` : titles[form];
    return overSteps(lines, title, { range: upFromZero(lines.map(({ y }) => y)) });
  }
});
