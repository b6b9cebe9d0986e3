import { finiteExtent } from '../../array/statistics/finite-extent.ts';
import { binEdges, histogram } from '../../array/statistics/histogram.ts';
import { axis, epochAxis } from '../../figure/axes.ts';
import { okabeIto } from '../../figure/colors.ts';
import { primeOption, seedOption, variantNote } from '../parts/options.ts';
import { acrossOf, visualization } from '../visualization.ts';
import { perNeuron } from './per-neuron.ts';

/**
 * Histogram of the epochs at which neurons lock in to their final frequency; uncommitted neurons
 * are left out (REQ_042). Takes neuron_dynamics `{epochs, commitment_epochs}` [neuron] as a
 * histogram.
 */
export default visualization({
  id: 'commitment_timeline',
  title: 'Commitment timeline',
  about: 'Do neurons commit to their final frequency in a cascade?',
  kind: 'run',
  overEpochs: true,
  needs: acrossOf('neuron_dynamics'),
  options: {
    prime: primeOption,
    seed: seedOption,
    nBins: {
      type: 'number',
      default: 30,
      min: 1,
      max: 1000,
      integer: true,
      about: 'Number of equal bins over the epochs of the run.'
    }
  },
  aliases: ['activations.mlp.commitment_timeline'],
  figure(data, { prime, seed, nBins }) {
    const committed = perNeuron(data, ['commitment_epochs', 'commitment_epoch']);
    const known = Float64Array.from(committed).filter((epoch) => Number.isFinite(epoch));
    const edges = binEdges(...span([...(data.epochs?.data ?? []), ...known]), nBins);
    const bins = Array.from({ length: nBins }, (_, bin) => [edges[bin], edges[bin + 1]]);
    const note = [variantNote(prime, seed), `${known.length}/${committed.length} neurons`];
    return {
      data: [
        {
          type: 'bar',
          name: 'Commitments',
          x: bins.map(([from, to]) => (from + to) / 2),
          y: histogram(known, edges),
          width: edges[1] - edges[0],
          marker: { color: okabeIto.green, line: { color: '#ffffff', width: 1 } },
          customdata: bins,
          hovertemplate:
            'epochs %{customdata[0]:.6~g} to %{customdata[1]:.6~g}<br>%{y} neurons commit<extra></extra>',
          showlegend: false
        }
      ],
      note: note.filter(Boolean).join(', '),
      layout: {
        bargap: 0,
        xaxis: { ...epochAxis, range: [edges[0], edges[nBins]] },
        yaxis: axis('neurons')
      }
    };
  }
});

function span(epochs: readonly number[]): [number, number] {
  const [low, high] = finiteExtent(epochs) ?? [0, 1];
  return low === high ? [low - 0.5, low + 0.5] : [low, high];
}
