import { rankCorrelation } from '../../array/statistics/rank-correlation.ts';
import type { NamedArrays } from '../../array/tensor.ts';
import { axis, epochAxis } from '../../figure/axes.ts';
import { okabeIto } from '../../figure/colors.ts';
import { labelMargin, threshold as thresholdMark } from '../../figure/marks.ts';
import { epochLine } from '../parts/epoch-line.ts';
import { primeOption } from '../parts/options.ts';
import { epochTable } from '../parts/read-arrays.ts';
import { acrossOf, summaryOf, visualization } from '../visualization.ts';
import { commitmentOption, committedNeurons } from './committed-neurons.ts';

const spectrum = 'unembedding_fourier';

/**
 * Rank correlation between a frequency's strength in the embedding and the number of its neurons
 * (REQ_058). Takes `{neurons, spectrum}`: neuron_dynamics and the summary of unembedding_fourier.
 */
export default visualization({
  id: 'band_rank_alignment',
  title: 'Neurons follow the embedding',
  about: 'Do the strongest frequencies of the embedding have the most neurons?',
  kind: 'run',
  overEpochs: true,
  needs: { neurons: acrossOf('neuron_dynamics'), spectrum: summaryOf(spectrum) },
  options: {
    threshold: commitmentOption,
    prime: primeOption
  },
  aliases: ['analysis.band_concentration.rank_alignment'],
  figure({ neurons, spectrum: shares }, { threshold, prime }) {
    const { epochs } = epochTable(neurons, 'neuron_dynamics');
    const correlation = correlations(neurons, shares, threshold, prime);
    const note = `frequencies with neurons of share ≥ ${threshold}`;
    return {
      data: [
        epochLine('rank correlation', epochs, correlation, okabeIto.blue, { showlegend: false })
      ],
      heading: 'Neurons against embedding',
      note,
      layout: {
        margin: labelMargin,
        xaxis: epochAxis,
        yaxis: axis('rank correlation', { range: [-1.08, 1.08] }),
        ...thresholdMark('y', 0, 'unrelated')
      }
    };
  }
});

/**
 * Spearman's correlation per epoch over the frequencies that have neurons; NaN for fewer than two
 * of them.
 */
function correlations(
  neurons: NamedArrays,
  summary: NamedArrays,
  threshold: number,
  prime: number | null
): Float64Array {
  const { epochs, counts } = committedNeurons(neurons, threshold, prime);
  const { epochs: stored, rows } = epochTable(summary, spectrum);
  const { data, shape } = rows('embedding_share'); // [epoch, frequency], of the energy: the ranks are those of its root
  const rowAt = new Map(Array.from(stored, (epoch, row) => [epoch, row]));
  return Float64Array.from(epochs, (epoch, e) => {
    const row = rowAt.get(epoch);
    if (row === undefined) return Number.NaN;
    const active = Array.from(counts.keys()).filter((k) => counts[k][e] > 0);
    return rankCorrelation(
      active.map((k) => data[row * (shape[1] ?? 0) + k] ?? Number.NaN),
      active.map((k) => counts[k][e])
    );
  });
}
