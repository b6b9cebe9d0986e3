import { finiteExtent } from '../../array/statistics/finite-extent.ts';
import type { NamedArrays, Tensor } from '../../array/tensor.ts';
import { axis, sparseTicks } from '../../figure/axes.ts';
import { frequencyScale, viridis } from '../../figure/colors.ts';
import type { ScatterTrace } from '../../figure/figure.ts';
import { dominantOf } from '../parts/neuron-order.ts';
import { primeOption } from '../parts/options.ts';
import { arrayOf, epochTable } from '../parts/read-arrays.ts';
import { acrossOf, epochOf, visualization } from '../visualization.ts';
import { groupPoints } from './group-points.ts';
import { panelGrid } from './panel-grid.ts';
import {
  chosenGroup,
  groupFrequencyOption,
  membersOf,
  type StoredGroup,
  storedGroups
} from './stored-groups.ts';

const analyzer = 'neuron_group_pca';
const MOST_PANELS = 12;

/**
 * Neurons of a group in the plane of its first two principal components at the last epoch, as they
 * lie at this one. Takes `{groups, fractions}`: neuron_group_pca with its projections, and the
 * norm_matrix of one epoch.
 */
export default visualization({
  id: 'neuron_group_scatter',
  title: 'Neurons of a group',
  about:
    'How do the neurons of a frequency lie in the plane in which they end, and how pure are they?',
  kind: 'epoch',
  needs: { groups: acrossOf(analyzer), fractions: epochOf('neuron_freq_norm') },
  options: {
    frequency: groupFrequencyOption,
    all: {
      type: 'boolean',
      default: false,
      about: 'Every group in a panel of its own, at most the twelve largest.'
    },
    color: {
      type: 'choice',
      choices: ['purity', 'frequency'],
      default: 'purity',
      about: 'Share of the group’s frequency in the neuron, or the frequency that it follows now.'
    },
    prime: primeOption
  },
  aliases: ['neuron_group.scatter_purity'],
  presets: {
    'neuron_group.scatter': { color: 'frequency' },
    'neuron_group.all_groups': { all: true }
  },
  figure({ groups: data, fractions }, { epoch, frequency, all, color, prime }) {
    const groups = storedGroups(data, prime, analyzer);
    const shares = arrayOf(fractions, 'norm_matrix', 2, 'neuron_freq_norm'); // [frequency, neuron]
    const at = groupPoints(data, epoch);
    const one = chosenGroup(groups, frequency);
    const shown = all
      ? [...groups]
          .sort((a, b) => b.size - a.size)
          .slice(0, MOST_PANELS)
          .sort((a, b) => a.index - b.index)
      : [one];
    const hues = color === 'frequency' ? dominantOf(shares).frequencies : null;
    const count = shares.shape[0];
    const scale = hues
      ? {
          colorscale: frequencyScale(count),
          cmin: -0.5,
          cmax: count - 0.5,
          colorbar: { title: { text: 'frequency' }, ...sparseTicks(count, 1, 9) }
        }
      : { colorscale: viridis, cmin: 0, cmax: 1, colorbar: { title: { text: 'share' } } };
    const traces = shown.map((group, i): ScatterTrace => {
      const members = membersOf(data, group, analyzer);
      const purity = members.map((neuron) => shareOf(shares, group.frequency, neuron));
      const followed = hues && members.map((neuron) => hues[neuron]);
      return {
        type: 'scatter',
        name: `k ${group.frequency}`,
        x: members.map((neuron) => at(neuron, 0)),
        y: members.map((neuron) => at(neuron, 1)),
        mode: 'markers',
        marker: { color: followed ?? purity, ...scale, size: all ? 5 : 8, showscale: i === 0 },
        text: members.map(
          (neuron, m) =>
            `neuron ${neuron}<br>share of k ${group.frequency}: ${(purity[m] ?? 0).toFixed(3)}`
        ),
        hovertemplate: '%{text}<br>%{x:.4~g}, %{y:.4~g}<extra></extra>',
        showlegend: false,
        ...(i > 0 && { xaxis: `x${i + 1}`, yaxis: `y${i + 1}` })
      };
    });
    const name = all ? 'Neurons of all groups' : `Neurons of k ${one.frequency}`;
    return {
      data: traces,
      heading: name,
      note: all ? '' : noteOf(one, shares, data),
      layout: {
        ...(all
          ? panelGrid(
              shown.map((group) => `k ${group.frequency} (${group.size})`),
              limitOf(traces)
            )
          : planeOf(data, one))
      }
    };
  }
});

function shareOf({ data, shape }: Tensor, frequency: number, neuron: number): number {
  return data[(frequency - 1) * (shape[1] ?? 0) + neuron] ?? Number.NaN;
}

function noteOf(group: StoredGroup, shares: Tensor, data: NamedArrays): string {
  const members = membersOf(data, group, analyzer);
  const total = members.reduce((sum, n) => sum + shareOf(shares, group.frequency, n), 0);
  return `${members.length} neurons of any share, mean ${(total / members.length).toFixed(2)}`;
}

/**
 * Axes named by the share of variance that they hold at the last epoch, whose components they are.
 */
function planeOf(data: NamedArrays, { index }: StoredGroup) {
  const { data: variances, shape } = epochTable(data, analyzer).rows('pc_var');
  const [epochs = 0, groups = 0] = shape;
  const named = (c: number) => {
    const share = variances[((epochs - 1) * groups + index) * 3 + c] ?? 0;
    return `PC${c + 1} at the end (${Math.round(share * 100)}% var)`;
  };
  return {
    xaxis: axis(named(0), { constrain: 'domain' }),
    yaxis: axis(named(1), { constrain: 'domain', scaleanchor: 'x' })
  };
}

function limitOf(traces: readonly ScatterTrace[]): number {
  const sizes = traces.flatMap(({ x, y }) => [x, y].flatMap((list) => finiteExtent(list) ?? []));
  return Math.max(0, ...sizes.map(Math.abs)) * 1.08 || 1;
}
