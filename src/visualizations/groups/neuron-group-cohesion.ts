import { sparseTicks } from '../../figure/axes.ts';
import { viridis } from '../../figure/colors.ts';
import { overEpochs } from '../parts/over-epochs.ts';
import { arrayOf, epochTable, missingArray } from '../parts/read-arrays.ts';
import { acrossOf, visualization } from '../visualization.ts';

const analyzer = 'neuron_group_pca';

/**
 * The share of the first principal component in what the neurons of each frequency read, over
 * training. Takes neuron_group_pca `{epochs, group_freqs, pc_var}` [epoch, group, component].
 */
export default visualization({
  id: 'neuron_group_cohesion',
  title: 'Neuron group cohesion',
  about: 'When do the neurons of a frequency come to read along one direction?',
  kind: 'run',
  overEpochs: true,
  needs: acrossOf(analyzer),
  aliases: ['neuron_group.pca_cohesion'],
  figure(data) {
    const { epochs, rows } = epochTable(data, analyzer);
    const { data: shares, shape } = rows('pc_var');
    const [n = 0, groups = 0, three = 0] = shape;
    const { data: frequencies } = arrayOf(data, 'group_freqs', 1, analyzer);
    if (shape.length !== 3 || groups === 0 || n === 0 || frequencies.length < groups)
      throw missingArray('pc_var', analyzer, 'has no groups');
    const z = Array.from({ length: groups }, (_, g) =>
      Float64Array.from({ length: n }, (_, e) => shares[(e * groups + g) * three])
    );
    const names = Array.from({ length: groups }, (_, g) => String((frequencies[g] ?? 0) + 1));
    const { tickvals } = sparseTicks(groups, 0);
    return {
      ...overEpochs(
        [
          {
            type: 'heatmap',
            name: 'PC1 share',
            z,
            x: epochs,
            y: names.map((_, g) => g),
            colorscale: viridis,
            zmin: 0,
            zmax: 1,
            colorbar: { title: { text: 'PC1 share' } },
            customdata: z.map((row, g) => Array.from(row, () => names[g])),
            hovertemplate: 'epoch %{x}<br>frequency %{customdata}<br>%{z:.4~g}<extra></extra>'
          }
        ],
        'frequency',
        { tickvals, ticktext: tickvals.map((g) => names[g]) }
      ),
      heading: 'Cohesion of neuron groups'
    };
  }
});
