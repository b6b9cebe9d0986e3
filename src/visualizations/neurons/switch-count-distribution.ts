import { axis } from '../../figure/axes.ts';
import { okabeIto } from '../../figure/colors.ts';
import { primeOption, seedOption, variantNote } from '../parts/options.ts';
import { acrossOf, visualization } from '../visualization.ts';
import { perNeuron } from './per-neuron.ts';

/**
 * Histogram of how often neurons change their dominant frequency over the run (REQ_042). Takes
 * neuron_dynamics `{switch_counts}` [neuron] as a histogram.
 */
export default visualization({
  id: 'switch_count_distribution',
  title: 'Switch counts',
  about: 'How often do neurons change their dominant frequency?',
  kind: 'run',
  needs: acrossOf('neuron_dynamics'),
  options: { prime: primeOption, seed: seedOption },
  aliases: ['activations.mlp.switch_count_distribution'],
  figure(data, { prime, seed }) {
    const switches = perNeuron(data, ['switch_counts', 'switch_count']);
    let most = 0;
    for (const count of switches) if (count > most) most = count;
    const bins = Math.max(most + 1, 10);
    const neurons = new Float64Array(bins);
    for (const count of switches) if (count >= 0) neurons[count]++;
    const switched = switches.length - neurons[0];
    const note = [variantNote(prime, seed), `${switched}/${switches.length} neurons switch`];
    return {
      data: [
        {
          type: 'bar',
          name: 'Neurons',
          x: Float64Array.from({ length: bins }, (_, count) => count),
          y: neurons,
          width: 1,
          marker: { color: okabeIto.blue, line: { color: '#ffffff', width: 1 } },
          hovertemplate: '%{x} switches<br>%{y} neurons<extra></extra>',
          showlegend: false
        }
      ],
      note: note.filter(Boolean).join(', '),
      layout: {
        bargap: 0,
        xaxis: axis('switches', { range: [-0.5, bins - 0.5] }),
        yaxis: axis('neurons')
      }
    };
  }
});
