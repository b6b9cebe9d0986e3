import { upFromZero } from '../../figure/axes.ts';
import { epochLine } from '../parts/epoch-line.ts';
import { primeOption } from '../parts/options.ts';
import { overEpochs } from '../parts/over-epochs.ts';
import { columnsOf, epochTable } from '../parts/read-arrays.ts';
import { acrossOf, visualization } from '../visualization.ts';
import { storedGroups } from './stored-groups.ts';

const analyzer = 'neuron_group_pca';

/**
 * Mean distance of the neurons of each frequency from their centre, in what they read, over
 * training. Takes neuron_group_pca `{epochs, group_freqs, group_sizes, mean_spread}` [epoch,
 * group].
 */
export default visualization({
  id: 'neuron_group_spread',
  title: 'Neuron group spread',
  about: 'How far do the neurons of a frequency lie apart in what they read?',
  kind: 'run',
  overEpochs: true,
  needs: acrossOf(analyzer),
  options: { prime: primeOption },
  aliases: ['neuron_group.spread'],
  figure(data, { prime }) {
    const { epochs, rows } = epochTable(data, analyzer);
    const spreads = columnsOf(rows('mean_spread')); // [group][epoch]
    const lines = storedGroups(data, prime, analyzer).map(
      ({ index, frequency, size, color, isNamed }) =>
        epochLine(`k ${frequency}`, epochs, spreads[index] ?? [], color, {
          hovertemplate: `epoch %{x}<br>k ${frequency}, ${size} neurons: %{y:.4~g}<extra></extra>`,
          showlegend: isNamed
        })
    );
    return {
      ...overEpochs(lines, 'mean distance', { range: upFromZero(spreads) }),
      heading: 'Spread of neuron groups'
    };
  }
});
