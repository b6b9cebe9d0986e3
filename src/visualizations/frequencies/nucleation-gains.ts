import { rowsOf } from '../../array/tensor.ts';
import { axis } from '../../figure/axes.ts';
import { okabeIto } from '../../figure/colors.ts';
import { ink } from '../../figure/theme.ts';
import { arrayOf, missingArray } from '../parts/read-arrays.ts';
import { epochOf, visualization } from '../visualization.ts';

const analyzer = 'fourier_nucleation';

/**
 * The energy that frequencies gain when the weights are sharpened again and again, of those that
 * gain most (REQ_063). Takes `{aggregate_energy}` [iteration, frequency] of one epoch as gains.
 */
export default visualization({
  id: 'nucleation_gains',
  title: 'Gains by nucleation',
  about: 'Which frequencies stand out once the weights are sharpened, and how far?',
  kind: 'epoch',
  needs: epochOf(analyzer),
  options: {
    count: {
      type: 'number',
      default: 12,
      min: 1,
      max: 60,
      integer: true,
      about: 'Frequencies to show: those with the largest gains.'
    }
  },
  aliases: ['parameters.mlp.nucleation_frequency_gains'],
  figure(artifact, { count }) {
    const rows = rowsOf(arrayOf(artifact, 'aggregate_energy', 2, analyzer)); // [iteration, frequency]
    const [before, after] = [rows[0], rows.at(-1)];
    if (!before || !after || before.length === 0)
      throw missingArray('aggregate_energy', analyzer, 'is empty');
    const gain = (k: number) => after[k] - before[k] || 0;
    const most = Array.from(before, (_, k) => k)
      .sort((one, other) => gain(other) - gain(one) || one - other)
      .slice(0, count);
    const gains = most.map(gain);
    return {
      data: [
        {
          type: 'bar',
          name: 'Gain',
          x: most.map((k) => `k ${k + 1}`),
          y: gains,
          marker: { color: gains.map((by) => (by < 0 ? ink.line : okabeIto.blue)) },
          customdata: most.map((k) => `${before[k].toPrecision(3)} to ${after[k].toPrecision(3)}`),
          hovertemplate: '%{x}<br>%{y:.4~g}: %{customdata} of the strongest<extra></extra>'
        }
      ],
      heading: `Gains by ${rows.length - 1} iterations`,
      layout: {
        bargap: 0.25,
        xaxis: axis('frequency, largest gain first', { type: 'category' }),
        yaxis: axis('gain, strongest = 1')
      }
    };
  }
});
