import { mean } from '../../array/statistics/mean.ts';
import { sumOf } from '../../array/statistics/sum-of.ts';
import type { Numbers } from '../../array/tensor.ts';
import { axis } from '../../figure/axes.ts';
import { frequencyColor } from '../../figure/colors.ts';
import type { BarTrace } from '../../figure/figure.ts';
import { ink } from '../../figure/theme.ts';
import { dominantOf, groupsOf, groupTicks, orderByFrequency } from '../parts/neuron-order.ts';
import { arrayOf, asStored, columnsOf } from '../parts/read-arrays.ts';
import { epochOf, visualization } from '../visualization.ts';

/**
 * Frequencies of each neuron at one epoch, stacked from the strongest up, hue by frequency; those
 * below the least share are grey. What is missing to 1 belongs to pairs of different frequencies.
 * Takes `{norm_matrix}` [frequency, neuron] of one epoch as stacked bars.
 */
export default visualization({
  id: 'neuron_freq_distribution',
  title: 'Frequencies by neuron',
  about: 'Does each neuron follow one frequency or a mixture at this epoch?',
  kind: 'epoch',
  needs: epochOf('neuron_freq_norm'),
  options: {
    sort: {
      type: 'choice',
      choices: ['dominant', 'entropy', 'index'],
      default: 'dominant',
      about: 'Order of the neurons: by dominant frequency, from pure to mixed, or by index.'
    },
    least: {
      type: 'number',
      default: 0.1,
      min: 0,
      max: 1,
      about: 'Fraction below which a frequency is drawn grey.'
    }
  },
  aliases: ['activations.mlp.neuron_freq_distribution'],
  figure(artifact, { sort, least }) {
    const matrix = arrayOf(artifact, 'norm_matrix', 2, 'neuron_freq_norm'); // [frequency, neuron]
    const neurons = columnsOf(matrix);
    const { frequencies, fractions } = dominantOf(matrix);
    const order =
      sort === 'dominant'
        ? orderByFrequency(frequencies, fractions)
        : sort === 'entropy'
          ? byEntropy(neurons)
          : neurons.map((_, n) => n);
    const limit = asStored(least, matrix);
    const strong = order.map((n) => strongest(neurons[n], limit));
    const levels = strong.reduce((most, { length }) => Math.max(most, length), 0);
    const F = matrix.shape[0];
    const bar = (
      name: string,
      y: Float64Array,
      color: string | string[],
      ks: string[]
    ): BarTrace => ({
      type: 'bar',
      name,
      x: order.map((_, row) => row),
      y,
      width: 1,
      marker: { color },
      customdata: order.map((n, row) => [n, ks[row]]),
      hovertemplate: 'neuron %{customdata[0]}<br>%{customdata[1]}: %{y:.6~g}<extra></extra>',
      showlegend: false
    });
    const stack = Array.from({ length: levels }, (_, level) => {
      const at = strong.map((ks) => ks[level]);
      return bar(
        `Rank ${level + 1}`,
        Float64Array.from(order, (n, row) => (at[row] === undefined ? 0 : neurons[n][at[row]])),
        at.map((k) => (k === undefined ? ink.gap : frequencyColor(k + 1, F))),
        at.map((k) => (k === undefined ? 'nothing' : `frequency ${k + 1}`))
      );
    });
    const rest = Float64Array.from(order, (n) =>
      sumOf(neurons[n], (share) => (share < limit ? share : 0))
    );
    const others = bar(
      'Others',
      rest,
      ink.gap,
      order.map(() => `each below ${least}`)
    );
    const ticks = sort === 'dominant' ? groupTicks(groupsOf(order, frequencies)) : {};
    return {
      data: [...stack, others],
      note: noteOf(fractions),
      layout: {
        barmode: 'stack',
        bargap: 0,
        xaxis: axis(sort === 'index' ? 'neuron' : `neurons by ${words[sort]}`, {
          range: [-0.5, order.length - 0.5],
          ...ticks
        }),
        yaxis: axis('fraction', { range: [0, 1] })
      }
    };
  }
});

const words = { dominant: 'frequency', entropy: 'mixture' };

/** The 0-based frequencies of one neuron with at least that share, the strongest first. */
function strongest(shares: Numbers, limit: number): number[] {
  return Array.from(shares, (_, k) => k)
    .filter((k) => shares[k] >= limit)
    .sort((a, b) => shares[b] - shares[a] || a - b);
}

function byEntropy(neurons: readonly Numbers[]): number[] {
  const entropies = neurons.map((shares) => {
    const sum = sumOf(shares);
    if (!(sum > 0)) return Infinity;
    return -sumOf(shares, (share) => (share > 0 ? (share / sum) * Math.log(share / sum) : 0));
  });
  return neurons.map((_, n) => n).sort((a, b) => entropies[a] - entropies[b] || a - b);
}

function noteOf(fractions: Numbers): string {
  const known = Array.from(fractions).filter(Number.isFinite);
  return known.length > 0 ? `strongest ${mean(known).toFixed(2)} on average` : '';
}
