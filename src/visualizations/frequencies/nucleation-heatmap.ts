import { rowsOf } from '../../array/tensor.ts';
import { axis, frequencyAxis } from '../../figure/axes.ts';
import { viridis } from '../../figure/colors.ts';
import { arrayOf } from '../parts/read-arrays.ts';
import { epochOf, visualization } from '../visualization.ts';

const analyzer = 'fourier_nucleation';

/**
 * Which frequencies the weights favour, iteration by iteration of sharpening them (REQ_063). Takes
 * `{aggregate_energy}` [iteration, frequency] of one epoch.
 */
export default visualization({
  id: 'nucleation_heatmap',
  title: 'Fourier nucleation',
  about: 'Which frequencies do the weights favour before training picks them?',
  kind: 'epoch',
  needs: epochOf(analyzer),
  aliases: ['parameters.mlp.nucleation_heatmap'],
  figure(artifact) {
    const z = rowsOf(arrayOf(artifact, 'aggregate_energy', 2, analyzer)); // [iteration, frequency]
    const frequencies = Array.from(z[0] ?? [], (_, k) => k + 1);
    return {
      data: [
        {
          type: 'heatmap',
          name: 'Energy',
          z,
          x: frequencies,
          y: z.map((_, i) => i),
          colorscale: viridis,
          zmin: 0,
          zmax: 1,
          colorbar: { title: { text: 'energy' } },
          hovertemplate:
            'frequency %{x}<br>iteration %{y}<br>%{z:.4~g} of the strongest<extra></extra>'
        }
      ],
      layout: {
        xaxis: frequencyAxis(frequencies.length),
        yaxis: axis('iteration', { autorange: 'reversed' })
      }
    };
  }
});
