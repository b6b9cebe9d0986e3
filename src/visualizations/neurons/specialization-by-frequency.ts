import { finiteExtent } from '../../array/statistics/finite-extent.ts';
import { epochAxis, frequencyAxis } from '../../figure/axes.ts';
import { ylOrRd } from '../../figure/colors.ts';
import { mostFollowed } from '../parts/neuron-order.ts';
import { columnsOf, epochTable } from '../parts/read-arrays.ts';
import { summaryOf, visualization } from '../visualization.ts';

/**
 * Numbers of specialized neurons by frequency over training; each stored epoch is a column, true
 * to scale (REQ_027). Takes the neuron_freq_norm summary `{epochs, specialized_count_per_freq}`
 * [epoch, frequency].
 */
export default visualization({
  id: 'specialization_by_frequency',
  title: 'Specialization by frequency',
  about: 'Which frequencies attract neurons, and when?',
  kind: 'run',
  overEpochs: true,
  needs: summaryOf('neuron_freq_norm'),
  aliases: ['activations.mlp.neuron_frequency_specialization'],
  figure(summary) {
    const table = epochTable(summary, 'neuron_freq_norm');
    const counts = table.rows('specialized_count_per_freq'); // [epoch, frequency]
    const [, most] = finiteExtent(counts.data) ?? [0, 0];
    const last = counts.data.subarray(-counts.shape[1]);
    return {
      data: [
        {
          type: 'heatmap',
          name: 'Specialized neurons',
          z: columnsOf(counts),
          x: table.epochs,
          y: Array.from({ length: counts.shape[1] }, (_, row) => row + 1),
          colorscale: ylOrRd,
          zmin: 0,
          zmax: Math.max(1, most),
          colorbar: { title: { text: 'neurons' } },
          hovertemplate: 'epoch %{x}<br>frequency %{y}<br>%{z} neurons<extra></extra>'
        }
      ],
      heading: 'Specialized neurons by frequency',
      layout: {
        width: 900,
        height: 400,
        xaxis: epochAxis,
        yaxis: frequencyAxis(
          counts.shape[1],
          mostFollowed(last).map(({ frequency }) => frequency)
        )
      }
    };
  }
});
