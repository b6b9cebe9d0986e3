import { axis, countRange, epochAxis, upFromZero } from '../../figure/axes.ts';
import { okabeIto } from '../../figure/colors.ts';
import type { ScatterTrace } from '../../figure/figure.ts';
import { columnsOf, epochTable } from '../parts/read-arrays.ts';
import { summaryOf, visualization } from '../visualization.ts';

const analyzer = 'multiscale_structure';
const names = ['p25', 'median', 'p75'] as const;
const measured = {
  low_frequency: 'low-frequency share',
  variance_kept: 'variance kept',
  gradient: 'step',
  deviation: 'spread'
} as const;

/**
 * Quartiles over the neurons of one measure of scale (above), and the number of coarse neurons
 * (below), through training. Takes the multiscale_structure summary `{epochs,
 * neuron_low_frequency, …, coarse_neuron_count}` [epoch, quartile].
 */
export default visualization({
  id: 'neuron_scales_trajectory',
  title: 'Scales of the neurons over time',
  about: 'Does the scale of the neurons emerge in training, or is it there from the start?',
  kind: 'run',
  overEpochs: true,
  needs: summaryOf(analyzer),
  options: {
    measure: {
      type: 'choice',
      choices: ['low_frequency', 'variance_kept', 'gradient', 'deviation'],
      default: 'low_frequency',
      about: 'Low-frequency share, variance kept at 14×14, step between neighbours or spread.'
    }
  },
  figure(summary, { measure }) {
    const table = epochTable(summary, analyzer);
    const quartiles = columnsOf(table.rows(`neuron_${measure}`)).slice(0, 3);
    const coarse = table.column('coarse_neuron_count');
    const words = measured[measure];
    const line = (
      y: ArrayLike<number>,
      name: string,
      more: Partial<ScatterTrace>
    ): ScatterTrace => ({
      type: 'scatter',
      mode: 'lines',
      name,
      x: table.epochs,
      y,
      hovertemplate: `${name}<br>epoch %{x}<br>%{y:.4~g}<extra></extra>`,
      ...more
    });
    const bands = quartiles.map((y, i) =>
      line(y, names[i], {
        line: { color: i === 1 ? okabeIto.blue : okabeIto.sky, width: i === 1 ? 2 : 1 }
      })
    );
    const below = { yaxis: 'y2', line: { color: okabeIto.vermillion, width: 1.75 } };
    return {
      data: [...bands, line(coarse, 'coarse', { ...below })],
      heading: `Scales of the neurons: ${words}`,
      layout: {
        xaxis: { ...epochAxis, anchor: 'y2' },
        yaxis: axis(words, { domain: [0.46, 1], range: upFromZero(quartiles) }),
        yaxis2: axis('coarse neurons', {
          domain: [0, 0.38],
          anchor: 'x',
          range: countRange([coarse])
        })
      }
    };
  }
});
