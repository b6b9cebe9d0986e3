import { cached } from '../../array/cached.ts';
import type { Tensor } from '../../array/tensor.ts';
import { rowsOf } from '../../array/tensor.ts';
import { UserError } from '../../error/user-error.ts';
import { axis, epochAxis, sparseTicks } from '../../figure/axes.ts';
import { frequencyScale } from '../../figure/colors.ts';
import { ink } from '../../figure/theme.ts';
import { frequencyCount } from '../parts/frequency-count.ts';
import { groupsOf, groupTicks, orderByFrequency } from '../parts/neuron-order.ts';
import { primeOption } from '../parts/options.ts';
import { asStored, epochTable, maybeScalar } from '../parts/read-arrays.ts';
import { acrossOf, visualization } from '../visualization.ts';

/**
 * Dominant frequency of every neuron over training, hue by frequency, grey below the threshold;
 * each stored epoch is a column, true to scale (REQ_042). The values are 0-based frequency
 * indices; labels and hover text count from 1. Takes neuron_dynamics `{epochs, dominant_freq,
 * max_frac, threshold}`, natural or sorted.
 */
export default visualization({
  id: 'neuron_freq_trajectory',
  title: 'Frequency trajectory',
  about: 'Do neurons switch between frequencies, and when do they commit?',
  kind: 'run',
  overEpochs: true,
  needs: acrossOf('neuron_dynamics'),
  options: {
    sortedByFinal: {
      type: 'boolean',
      default: false,
      about: 'Group the neurons by the frequency that they end with.'
    },
    threshold: {
      type: 'number',
      default: null,
      min: 0,
      max: 1,
      about: 'Fraction below which a neuron is uncommitted; the stored value, else 3/(p//2).'
    },
    prime: primeOption
  },
  aliases: ['activations.mlp.neuron_freq_trajectory'],
  figure(data, { sortedByFinal, threshold, prime }) {
    const table = epochTable(data, 'neuron_dynamics');
    const dominant = table.rows('dominant_freq'); // [epoch, neuron], 0-based
    const fractions = table.rows('max_frac'); // [epoch, neuron]
    const frequencies = frequencyCount(data, prime, dominant.data);
    const limit = threshold ?? maybeScalar(data, 'threshold') ?? uniform(prime);
    const least = asStored(limit, fractions);
    const { labels, groups, ...cells } = cached(data, `trajectory ${least} ${sortedByFinal}`, () =>
      cellsOf(dominant, fractions, least, sortedByFinal)
    );
    const ticks = sparseTicks(frequencies, 1, 9);
    return {
      data: [
        {
          type: 'heatmap',
          name: 'Dominant frequency',
          x: table.epochs,
          y: labels,
          ...cells,
          colorscale: frequencyScale(frequencies),
          zmin: -0.5,
          zmax: frequencies - 0.5,
          colorbar: { title: { text: 'frequency' }, ...ticks },
          hovertemplate: `${sortedByFinal ? '' : 'neuron '}%{y}<br>epoch %{x}<br>frequency %{text}, fraction %{customdata:.6~g}<extra></extra>`,
          hoverongaps: false
        }
      ],
      heading: name(prime, limit),
      layout: {
        width: 1100,
        height: 600,
        plot_bgcolor: ink.gap,
        xaxis: { ...epochAxis, showgrid: false },
        yaxis: axis(sortedByFinal ? 'neurons by final frequency' : 'neuron', {
          showgrid: false,
          ...(sortedByFinal ? { type: 'category', ...groupTicks(groups) } : {})
        })
      }
    };
  }
});

/**
 * The matrices [neuron in order, epoch]: frequency (NaN below the threshold), its name and the
 * fraction.
 */
function cellsOf(dominant: Tensor, fractions: Tensor, least: number, sorted: boolean) {
  const [ks, fs] = [rowsOf(dominant), rowsOf(fractions)]; // [epoch][neuron]
  const [lastK, lastF] = [ks.at(-1) ?? [], fs.at(-1) ?? []];
  const order = sorted ? orderByFrequency(lastK, lastF) : Array.from(lastK, (_, n) => n);
  return {
    labels: sorted ? order.map((n) => `neuron ${n}`) : order,
    groups: groupsOf(order, lastK),
    z: order.map((n) => ks.map((row, e) => (fs[e][n] >= least ? row[n] : Number.NaN))),
    text: order.map((n) => ks.map((row) => String(row[n] + 1))),
    customdata: order.map((n) => fs.map((row) => row[n]))
  };
}

function name(prime: number | null, limit: number): string {
  const grey = `grey below ${Number(limit.toPrecision(3))}`;
  return `Dominant frequency by neuron (${prime === null ? '' : `p=${prime}, `}${grey})`;
}

function uniform(prime: number | null): number {
  if (prime !== null) return 3 / Math.floor(prime / 2);
  throw new UserError('missing array: threshold', 'give the prime or a threshold');
}
