import { nearestRow } from '../../array/statistics/nearest.ts';
import { axis, upFromZero } from '../../figure/axes.ts';
import type { BarTrace, Series } from '../../figure/figure.ts';
import { primeOption } from '../parts/options.ts';
import { epochTable } from '../parts/read-arrays.ts';
import { acrossOf, visualization } from '../visualization.ts';
import { matrixOption, sideOf } from './group-matrix.ts';
import { storedGroups } from './stored-groups.ts';

const analyzer = 'freq_group_weight_geometry';

/**
 * Radius (above) and dimension (below) of each group's neurons in what they read or write at one
 * epoch (REQ_090). Takes freq_group_weight_geometry `{epochs, group_freqs, group_sizes, Win_radii,
 * Win_dimensionality, …}` at one epoch.
 */
export default visualization({
  id: 'weight_geometry_group_snapshot',
  title: 'Size of neuron groups',
  about:
    'Which groups of neurons are compact at this epoch, and over how many directions do they spread?',
  kind: 'epoch',
  needs: acrossOf(analyzer),
  options: { matrix: matrixOption, prime: primeOption },
  aliases: ['weight_geometry.group_snapshot'],
  figure(data, { epoch, matrix, prime }) {
    const { epochs, rows } = epochTable(data, analyzer);
    const groups = storedGroups(data, prime, analyzer);
    const row = nearestRow(epochs, epoch);
    const of = (name: string): Series => {
      const { data: values, shape } = rows(`${sideOf(matrix)}_${name}`);
      return values.subarray(row * (shape[1] ?? 0), (row + 1) * (shape[1] ?? 0));
    };
    const [radii, dimensions] = [of('radii'), of('dimensionality')];
    const bars = (name: string, y: Series, yaxis: string): BarTrace => ({
      type: 'bar',
      name,
      x: groups.map(({ frequency }) => String(frequency)),
      y,
      marker: { color: groups.map(({ color }) => color) },
      customdata: groups.map(({ size }) => size),
      hovertemplate: `frequency %{x}, %{customdata} neurons<br>${name} %{y:.4~g}<extra></extra>`,
      showlegend: false,
      yaxis
    });
    const name = `Neuron groups in ${matrix}`;
    return {
      data: [bars('radius', radii, 'y'), bars('dimension', dimensions, 'y2')],
      heading: name,
      at: epochs[row] ?? null,
      layout: {
        xaxis: axis('frequency', { type: 'category', anchor: 'y2' }),
        yaxis: axis('RMS radius', { domain: [0.56, 1], range: upFromZero([radii]) }),
        yaxis2: axis('dimension', {
          domain: [0, 0.44],
          anchor: 'x',
          range: upFromZero([dimensions])
        })
      }
    };
  }
});
