import { cached } from '../../array/cached.ts';
import type { NamedArrays } from '../../array/tensor.ts';
import { axis, epochAxis, upFromZero } from '../../figure/axes.ts';
import { frequencyColor } from '../../figure/colors.ts';
import type { ScatterTrace, Series } from '../../figure/figure.ts';
import { cursor, labelMargin } from '../../figure/marks.ts';
import { endNames } from '../parts/end-names.ts';
import { epochLine } from '../parts/epoch-line.ts';
import { matrixColors } from '../parts/matrices.ts';
import { FOLLOWED_FROM } from '../parts/neuron-order.ts';
import { currentEpochOption, primeOption } from '../parts/options.ts';
import { participationRatios } from '../parts/participation-ratios.ts';
import { columnsOf, epochTable } from '../parts/read-arrays.ts';
import { acrossOf, summaryOf, visualization } from '../visualization.ts';
import { committedNeurons } from './committed-neurons.ts';

const matrices = ['W_E', 'W_O', 'W_in', 'W_out'];

/**
 * The frequencies that win most neurons, in all streams, from top to bottom: neurons that follow
 * them, their mean share in the query-key forms of the heads, their share in the energy of the
 * embedding; and how many directions the weights use. Takes neuron_dynamics and the summaries of
 * attention_fourier, unembedding_fourier and effective_dimensionality.
 */
export default visualization({
  id: 'multi_stream_specialization',
  title: 'Frequencies in all streams',
  about: 'Do neurons, attention and embedding settle on the same frequencies, and which first?',
  kind: 'run',
  needs: {
    neurons: acrossOf('neuron_dynamics'),
    attention: summaryOf('attention_fourier'),
    embedding: summaryOf('unembedding_fourier'),
    weights: summaryOf('effective_dimensionality')
  },
  options: {
    currentEpoch: currentEpochOption,
    threshold: {
      type: 'number',
      default: FOLLOWED_FROM,
      min: 0,
      max: 1,
      about: 'Share of its strongest frequency from which a neuron follows it.'
    },
    frequencies: {
      type: 'number',
      default: 4,
      min: 1,
      max: 5,
      integer: true,
      about: 'Number of frequencies to draw: those with most neurons at the last epoch.'
    },
    prime: primeOption
  },
  figure({ neurons, attention, embedding, weights }, options) {
    const { currentEpoch, threshold, frequencies, prime } = options;
    const { epochs, counts } = committedNeurons(neurons, threshold, prime);
    const shares = epochTable(embedding, 'unembedding_fourier');
    const inEmbedding = columnsOf(shares.rows('embedding_share'));
    const heads = epochTable(attention, 'attention_fourier');
    const inHeads = columnsOf(heads.rows('qk_mean_share'));
    const named = strongest(counts, inEmbedding, frequencies);
    const stream = (panel: number, from: Series, values: readonly Series[]) =>
      named.map((k) =>
        line(panel, `k ${k + 1}`, from, values[k] ?? [], frequencyColor(k + 1, inEmbedding.length))
      );
    const sizes = ratiosOf(weights);
    const above = cached(neurons, `streams ${threshold} ${frequencies} ${prime}`, () =>
      stream(0, epochs, counts)
    );
    const panels = [
      above,
      stream(1, heads.epochs, inHeads),
      stream(2, shares.epochs, inEmbedding),
      sizes
    ];
    const names = ['neurons', 'QK share', 'W_E share', 'directions'];
    const axes = panels.map((lines, panel) =>
      axis(names[panel], {
        domain: [0.765 - 0.255 * panel, 1 - 0.255 * panel],
        range: upFromZero(lines.map(({ y }) => y)),
        ...(panel === 0 ? {} : { anchor: 'x' })
      })
    );
    const { shapes, annotations } = cursor(currentEpoch);
    return {
      data: panels.flat(),
      layout: {
        margin: labelMargin,
        xaxis: { ...epochAxis, anchor: 'y4' },
        yaxis: axes[0],
        yaxis2: axes[1],
        yaxis3: axes[2],
        yaxis4: axes[3],
        shapes,
        annotations: [...annotations, ...endNames(sizes, 'y4', axes[3].range![1])]
      }
    };
  }
});

/**
 * The 0-based frequencies with most neurons at the last epoch, the stronger in the embedding first
 * where equal.
 */
function strongest(
  counts: readonly Series[],
  shares: readonly Series[],
  most: number
): readonly number[] {
  const last = (of: readonly Series[], k: number) => of[k]?.[of[k].length - 1] || 0;
  return Array.from(shares.keys())
    .sort((a, b) => last(counts, b) - last(counts, a) || last(shares, b) - last(shares, a) || a - b)
    .slice(0, most);
}

function line(panel: number, name: string, x: Series, y: Series, color: string): ScatterTrace {
  const own = panel === 0 ? {} : { yaxis: `y${panel + 1}`, showlegend: false };
  return epochLine(name, x, y, color, { mode: 'lines', legendgroup: name, ...own });
}

function ratiosOf(weights: NamedArrays): readonly ScatterTrace[] {
  const table = epochTable(weights, 'effective_dimensionality');
  return matrices.flatMap((matrix) => {
    const ratios = participationRatios(table, matrix);
    return ratios ? [line(3, matrix, table.epochs, ratios, matrixColors[matrix])] : [];
  });
}
