import { cached } from '../../array/cached.ts';
import type { NamedArrays } from '../../array/tensor.ts';
import { axis } from '../../figure/axes.ts';
import { viridis } from '../../figure/colors.ts';
import { primeOption } from '../parts/options.ts';
import { arrayOf, epochTable } from '../parts/read-arrays.ts';
import { axisNames, bareAxis, frameOf, lineInSpace, pointOfView, spaceOf } from '../parts/space.ts';
import { acrossOf, epochOf, visualization } from '../visualization.ts';
import { groupPoints } from './group-points.ts';
import {
  chosenGroup,
  groupFrequencyOption,
  membersOf,
  type StoredGroup,
  storedGroups
} from './stored-groups.ts';

const analyzer = 'neuron_group_pca';

/**
 * Neurons of a group in its first three principal components at the last epoch, seen from far away
 * (orthographic). Takes `{groups, fractions}`, as the scatter of a group, in three components.
 */
export default visualization({
  id: 'neuron_group_in_space',
  title: 'Neurons of a group in space',
  about: 'How do the neurons of a frequency lie in the three components in which they end?',
  kind: 'epoch',
  needs: { groups: acrossOf(analyzer), fractions: epochOf('neuron_freq_norm') },
  options: {
    frequency: groupFrequencyOption,
    ...pointOfView,
    prime: primeOption
  },
  aliases: ['neuron_group.scatter_3d'],
  figure({ groups: data, fractions }, { epoch, frequency, azimuth, elevation, prime }) {
    const group = chosenGroup(storedGroups(data, prime, analyzer), frequency);
    const members = membersOf(data, group, analyzer);
    const shares = arrayOf(fractions, 'norm_matrix', 2, 'neuron_freq_norm'); // [frequency, neuron]
    const neurons = shares.shape[1] ?? 0;
    const purity = members.map(
      (neuron) => shares.data[(group.frequency - 1) * neurons + neuron] ?? Number.NaN
    );
    const at = groupPoints(data, epoch);
    const column = (c: number) => Float64Array.from(members, (neuron) => at(neuron, c));
    const seen = spaceOf(
      [column(0), column(1), column(2)],
      { azimuth, elevation },
      cached(data, `box ${group.index}`, () => boxOf(data, members))
    );
    const names = namesOf(data, group);
    return {
      data: [
        ...frameOf(seen, names),
        lineInSpace('shadow on PC1 and PC2', seen.shadow, {
          mode: 'markers',
          marker: { color: 'rgba(127,127,127,0.35)', size: 4 },
          hoverinfo: 'skip'
        }),
        lineInSpace(`k ${group.frequency}`, seen.points, {
          mode: 'markers',
          marker: {
            color: purity,
            colorscale: viridis,
            cmin: 0,
            cmax: 1,
            size: 7,
            showscale: true,
            colorbar: { title: { text: 'share' } }
          },
          text: members.map((neuron, m) => `neuron ${neuron}, share ${purity[m].toFixed(3)}`),
          hovertemplate: '%{text}<extra></extra>'
        })
      ],
      heading: `Neurons of k ${group.frequency} in space`,
      note: `${members.length} neurons, of any share`,
      layout: {
        xaxis: axis(`from ${azimuth}°, ${elevation}° above`, bareAxis),
        yaxis: axis('', { ...bareAxis, scaleanchor: 'x' }),
        annotations: axisNames(seen, names)
      }
    };
  }
});

/**
 * What the members span over all epochs, so that the box stands still: per component the
 * coordinates.
 */
function boxOf(data: NamedArrays, members: readonly number[]): readonly Float64Array[] {
  const { epochs, rows } = epochTable(data, analyzer);
  const { data: points, shape } = rows('projections'); // [epoch, neuron, 3]
  const [, neurons = 0, three = 0] = shape;
  return [0, 1, 2].map((c) =>
    Float64Array.from({ length: epochs.length * members.length }, (_, i) => {
      const [e, m] = [Math.floor(i / members.length), i % members.length];
      return points[(e * neurons + members[m]) * three + c] ?? Number.NaN;
    })
  );
}

/** The components by the share of variance that they hold at the last epoch. */
function namesOf(data: NamedArrays, { index }: StoredGroup): readonly string[] {
  const { data: variances, shape } = epochTable(data, analyzer).rows('pc_var');
  const [epochs = 0, groups = 0] = shape;
  return [0, 1, 2].map((c) => {
    const share = variances[((epochs - 1) * groups + index) * 3 + c] ?? 0;
    return `PC${c + 1} (${Math.round(share * 100)}%)`;
  });
}
