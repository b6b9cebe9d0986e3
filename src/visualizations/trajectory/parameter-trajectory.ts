import { axis } from '../../figure/axes.ts';
import type { ScatterTrace } from '../../figure/figure.ts';
import { epochMarker } from '../parts/epoch-marker.ts';
import { hereOnPath } from '../parts/here-on-path.ts';
import { currentEpochOption } from '../parts/options.ts';
import { arrayOf, columnsOf, epochTable, missingArray } from '../parts/read-arrays.ts';
import { groupOption } from '../parts/weight-groups.ts';
import { acrossOf, visualization } from '../visualization.ts';

const analyzer = 'parameter_trajectory';
const component = (value: number, about: string) =>
  ({ type: 'number', default: value, min: 1, max: 10, integer: true, about }) as const;

/**
 * The path of the weights in the plane of two of its principal components; early checkpoints dark,
 * late ones bright (REQ_029). Takes parameter_trajectory `{epochs, all__projections,
 * all__explained_variance_ratio, …}` in the plane of two components.
 */
export default visualization({
  id: 'parameter_trajectory',
  title: 'Parameter trajectory',
  about: 'Which path do the weights take through training?',
  kind: 'run',
  needs: acrossOf(analyzer),
  together: 'shared_components',
  options: {
    currentEpoch: currentEpochOption,
    group: groupOption,
    across: component(1, 'Principal component across.'),
    up: component(2, 'Principal component up.')
  },
  aliases: ['parameters.pca.pc1_pc2'],
  presets: {
    'parameters.pca.pc1_pc3': { across: 1, up: 3 },
    'parameters.pca.pc2_pc3': { across: 2, up: 3 }
  },
  figure(data, { currentEpoch, group, across, up }) {
    const { epochs, rows } = epochTable(data, analyzer);
    const key = `${group}__projections`;
    const columns = columnsOf(rows(key));
    const [x, y] = [columns[across - 1], columns[up - 1]] as const;
    if (!x || !y) {
      if (columns.length > 0 && epochs.length > 2)
        throw missingArray(key, analyzer, 'has fewer components');
    }
    const flat = new Float64Array(epochs.length);
    const [px, py] = [x ?? flat, y ?? flat];
    const shares = arrayOf(data, `${group}__explained_variance_ratio`, 1, analyzer).data;
    const named = (c: number) => `PC${c} (${((shares[c - 1] ?? 0) * 100).toFixed(1)}% var)`;
    const path: ScatterTrace = {
      type: 'scatter',
      name: 'Checkpoints',
      x: px,
      y: py,
      mode: 'lines+markers',
      line: { color: '#9aa5b1', width: 1.25 },
      marker: epochMarker(epochs),
      customdata: Array.from(epochs),
      hovertemplate: 'epoch %{customdata}<br>%{x:.4~g}, %{y:.4~g}<extra></extra>',
      showlegend: false
    };
    return {
      data: [path],
      heading: `Path of the weights: ${group}`,
      layout: {
        xaxis: axis(named(across)),
        yaxis: axis(named(up), { scaleanchor: 'x' }),
        annotations: hereOnPath(currentEpoch, epochs, px, py)
      }
    };
  }
});
