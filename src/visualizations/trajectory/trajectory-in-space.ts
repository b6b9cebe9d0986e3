import { cached } from '../../array/cached.ts';
import { axis } from '../../figure/axes.ts';
import { ink } from '../../figure/theme.ts';
import { epochMarker } from '../parts/epoch-marker.ts';
import { hereOnPath } from '../parts/here-on-path.ts';
import { currentEpochOption } from '../parts/options.ts';
import { arrayOf, columnsOf, epochTable } from '../parts/read-arrays.ts';
import { axisNames, bareAxis, frameOf, lineInSpace, pointOfView, spaceOf } from '../parts/space.ts';
import { groupColors, groupOption } from '../parts/weight-groups.ts';
import { acrossOf, visualization } from '../visualization.ts';

const analyzer = 'parameter_trajectory';

/**
 * The path of the weights in three principal components, seen from far away (orthographic), with
 * the floor that it stands over. Takes parameter_trajectory `{epochs, all__projections,
 * all__explained_variance_ratio, …}` in three components, seen from one side.
 */
export default visualization({
  id: 'trajectory_in_space',
  title: 'Trajectory in space',
  about: 'Which path do the weights take in space, seen from any side?',
  kind: 'run',
  needs: acrossOf(analyzer),
  options: {
    currentEpoch: currentEpochOption,
    group: groupOption,
    ...pointOfView
  },
  aliases: ['parameters.pca.scatter_3d'],
  figure(data, { currentEpoch, group, azimuth, elevation }) {
    const { epochs, rows } = epochTable(data, analyzer);
    const seen = cached(data, `3d ${group} ${azimuth} ${elevation}`, () => {
      const columns = columnsOf(rows(`${group}__projections`));
      const column = (i: number) => columns[i] ?? new Float64Array(epochs.length);
      return spaceOf([column(0), column(1), column(2)], { azimuth, elevation });
    });
    const shares = arrayOf(data, `${group}__explained_variance_ratio`, 1, analyzer).data;
    const names = [0, 1, 2].map((i) => `PC${i + 1} (${((shares[i] ?? 0) * 100).toFixed(1)}%)`);
    return {
      data: [
        ...frameOf(seen, names),
        lineInSpace('shadow on PC1 and PC2', seen.shadow, {
          line: { color: ink.line, width: 1, dash: 'dot' },
          hoverinfo: 'skip'
        }),
        lineInSpace('Checkpoints', seen.points, {
          mode: 'lines+markers',
          line: { color: groupColors[group], width: 1 },
          marker: epochMarker(epochs),
          customdata: Array.from(epochs),
          hovertemplate: 'epoch %{customdata}<extra></extra>'
        })
      ],
      heading: `Path of the weights in space: ${group}`,
      layout: {
        xaxis: axis(`from ${azimuth}°, ${elevation}° above`, bareAxis),
        yaxis: axis('', { ...bareAxis, scaleanchor: 'x' }),
        annotations: [
          ...axisNames(seen, names),
          ...hereOnPath(currentEpoch, epochs, seen.points.x, seen.points.y)
        ]
      }
    };
  }
});
