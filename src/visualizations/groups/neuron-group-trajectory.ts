import { cached } from '../../array/cached.ts';
import type { NamedArrays } from '../../array/tensor.ts';
import { axis } from '../../figure/axes.ts';
import type { ScatterTrace } from '../../figure/figure.ts';
import { ink } from '../../figure/theme.ts';
import { epochMarker } from '../parts/epoch-marker.ts';
import { hereOnPaths } from '../parts/here-on-path.ts';
import { currentEpochOption } from '../parts/options.ts';
import { epochTable } from '../parts/read-arrays.ts';
import { acrossOf, visualization } from '../visualization.ts';
import {
  chosenGroup,
  groupFrequencyOption,
  membersOf,
  type StoredGroup,
  storedGroups
} from './stored-groups.ts';

const analyzer = 'neuron_group_pca';

/**
 * Paths of some of a group's neurons in the plane of its first two principal components at the
 * last epoch. Takes neuron_group_pca `{epochs, group_freqs, group_sizes, projections,
 * neuron_group_idx}`.
 */
export default visualization({
  id: 'neuron_group_trajectory',
  title: 'Paths of a group',
  about: 'Which ways do the neurons of a frequency take to where they end?',
  kind: 'run',
  needs: acrossOf(analyzer),
  options: {
    currentEpoch: currentEpochOption,
    frequency: groupFrequencyOption,
    count: {
      type: 'number',
      default: 16,
      min: 1,
      integer: true,
      about: 'Neurons whose paths are drawn, evenly spread by the direction in which they end.'
    }
  },
  aliases: ['neuron_group.trajectory'],
  figure(data, { currentEpoch, frequency, count }) {
    const { epochs } = epochTable(data, analyzer);
    const group = chosenGroup(storedGroups(data, null, analyzer), frequency);
    const { traces, paths } = cached(data, `paths ${group.index} ${count}`, () =>
      pathsOf(data, group, count)
    );
    const name = `Paths of neurons of k ${group.frequency}`;
    return {
      data: traces,
      heading: name,
      note: `${paths.length}/${group.size} neurons`,
      layout: {
        xaxis: axis('PC1 at the end', { constrain: 'domain' }),
        yaxis: axis('PC2 at the end', { constrain: 'domain', scaleanchor: 'x' }),
        annotations: hereOnPaths(currentEpoch, epochs, paths)
      }
    };
  }
});

interface Path {
  readonly neuron: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
}

function pathsOf(data: NamedArrays, group: StoredGroup, count: number) {
  const { epochs, rows } = epochTable(data, analyzer);
  const { data: points, shape } = rows('projections'); // [epoch, neuron, 3]
  const [n = 0, neurons = 0, three = 0] = shape;
  const at = (row: number, neuron: number, c: number) =>
    points[(row * neurons + neuron) * three + c] ?? Number.NaN;
  const angle = (neuron: number) => Math.atan2(at(n - 1, neuron, 1), at(n - 1, neuron, 0));
  const around = [...membersOf(data, group, analyzer)].sort((a, b) => angle(a) - angle(b));
  const shown = Math.min(count, around.length);
  const paths = Array.from({ length: shown }, (_, i): Path => {
    const neuron = around[Math.floor((i * around.length) / shown)];
    const along = (c: number) => Float64Array.from({ length: n }, (__, row) => at(row, neuron, c));
    return { neuron, x: along(0), y: along(1) };
  });
  // One trace: many would be slow to draw. The gap after every neuron has no x; a missing y would
  // count as missing data.
  const joined = (part: (path: Path, row: number) => number, gap: (path: Path) => number) =>
    Float64Array.from(
      paths.flatMap((path) => [...Array.from(epochs, (_, row) => part(path, row)), gap(path)])
    );
  const traces: readonly ScatterTrace[] = [
    {
      type: 'scatter',
      name: 'all neurons at the end',
      x: around.map((neuron) => at(n - 1, neuron, 0)),
      y: around.map((neuron) => at(n - 1, neuron, 1)),
      mode: 'markers',
      marker: { color: ink.gap, size: 5 },
      text: around.map((neuron) => `neuron ${neuron}`),
      hovertemplate: `%{text}<br>epoch ${epochs[n - 1]}<extra></extra>`,
      showlegend: false
    },
    {
      type: 'scatter',
      name: 'paths',
      x: joined(
        ({ x }, row) => x[row],
        () => Number.NaN
      ),
      y: joined(
        ({ y }, row) => y[row],
        ({ y }) => y[n - 1]
      ),
      mode: 'lines+markers',
      line: { color: ink.line, width: 1 },
      marker: {
        ...epochMarker(epochs, 5),
        color: joined(
          (_, row) => epochs[row],
          () => epochs[n - 1]
        )
      },
      text: paths.flatMap(({ neuron }) => [
        ...Array.from(epochs, (epoch) => `neuron ${neuron}, epoch ${epoch}`),
        ''
      ]),
      hovertemplate: '%{text}<br>%{x:.4~g}, %{y:.4~g}<extra></extra>',
      showlegend: false
    }
  ];
  return { traces, paths };
}
