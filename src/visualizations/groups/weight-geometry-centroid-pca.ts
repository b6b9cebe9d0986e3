import { cached } from '../../array/cached.ts';
import { principalComponents } from '../../array/linear/principal-components.ts';
import type { NamedArrays, Tensor } from '../../array/tensor.ts';
import { axis } from '../../figure/axes.ts';
import type { ScatterTrace } from '../../figure/figure.ts';
import { hereOnPaths } from '../parts/here-on-path.ts';
import { currentEpochOption, primeOption } from '../parts/options.ts';
import { epochTable, missingArray } from '../parts/read-arrays.ts';
import { acrossOf, visualization } from '../visualization.ts';
import { matrixOption, sideOf } from './group-matrix.ts';
import { storedGroups } from './stored-groups.ts';

const analyzer = 'freq_group_weight_geometry';
const COMPONENTS = 3;
const component = (value: number, about: string) =>
  ({ type: 'number', default: value, min: 1, max: COMPONENTS, integer: true, about }) as const;

/**
 * Paths of the centres of all groups through training, in common principal components of all
 * epochs (REQ_090). Takes freq_group_weight_geometry `{epochs, group_freqs, group_sizes,
 * Win_centroids, …}` [epoch, group, d].
 */
export default visualization({
  id: 'weight_geometry_centroid_pca',
  title: 'Centres of neuron groups',
  about: 'When and along which ways do the weights of the groups of neurons part?',
  kind: 'run',
  needs: acrossOf(analyzer),
  options: {
    currentEpoch: currentEpochOption,
    matrix: matrixOption,
    across: component(1, 'Principal component across.'),
    up: component(2, 'Principal component up.'),
    prime: primeOption
  },
  aliases: ['weight_geometry.centroid_pca'],
  figure(data, { currentEpoch, matrix, across, up, prime }) {
    const { epochs } = epochTable(data, analyzer);
    const { coordinates, shares } = cached(data, `centres ${matrix}`, () =>
      centersOf(data, `${sideOf(matrix)}_centroids`)
    );
    const named = (c: number) => `PC${c} (${((shares[c - 1] ?? 0) * 100).toFixed(1)}% var)`;
    const traces = storedGroups(data, prime, analyzer).map(
      ({ index, frequency, size, color, isNamed }): ScatterTrace => ({
        type: 'scatter',
        name: `k ${frequency}`,
        x: coordinates(index, across - 1),
        y: coordinates(index, up - 1),
        mode: 'lines+markers',
        line: { color, width: 1.5 },
        marker: {
          color,
          size: Float64Array.from(epochs, (_, e) => (e === epochs.length - 1 ? 11 : 4))
        },
        customdata: Array.from(epochs),
        hovertemplate: `k ${frequency} (${size} neurons), epoch %{customdata}<br>%{x:.4~g}, %{y:.4~g}<extra></extra>`,
        showlegend: isNamed
      })
    );
    return {
      data: traces,
      heading: `Centres of neuron groups in ${matrix}`,
      layout: {
        xaxis: axis(named(across)),
        yaxis: axis(named(up), { scaleanchor: 'x' }),
        annotations: hereOnPaths(currentEpoch, epochs, traces)
      }
    };
  }
});

/**
 * Coordinates of a group along a component over the epochs, and the shares of the components in the
 * variance.
 */
function centersOf(data: NamedArrays, key: string) {
  const { data: centers, shape }: Tensor = epochTable(data, analyzer).rows(key); // [epoch, group, d_model]
  const [epochs = 0, groups = 0, width = 0] = shape;
  const count = epochs * groups;
  if (count * width === 0 || !Array.prototype.every.call(centers, Number.isFinite))
    throw missingArray(key, analyzer, 'has no finite numbers');
  const { scores, squares } = principalComponents(centers, count, width, COMPONENTS);
  const m = scores.length / count;
  const all = squares.reduce((sum, square) => sum + square, 0);
  const made = Array.from({ length: groups }, (_, g) =>
    Array.from({ length: COMPONENTS }, (__, c) =>
      Float64Array.from({ length: epochs }, (___, e) =>
        c < m ? scores[(e * groups + g) * m + c] : 0
      )
    )
  );
  return {
    coordinates: (group: number, c: number) => made[group]?.[c] ?? new Float64Array(epochs),
    shares: Array.from(squares, (square) => (all > 0 ? square / all : 0))
  };
}
