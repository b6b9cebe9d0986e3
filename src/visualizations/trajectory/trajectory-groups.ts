import { axis } from '../../figure/axes.ts';
import { hereOnPaths } from '../parts/here-on-path.ts';
import { currentEpochOption } from '../parts/options.ts';
import { groupColors } from '../parts/weight-groups.ts';
import { acrossOf, visualization } from '../visualization.ts';
import { componentsOf, planeOption } from './plane-option.ts';
import { scaledPaths } from './scaled-paths.ts';

const analyzer = 'parameter_trajectory';

/**
 * The paths of embedding, attention and MLP over each other, each in its own components, centred
 * and scaled to size 1. Takes parameter_trajectory `{epochs, embedding__projections,
 * attention__projections, mlp__projections}`, scaled.
 */
export default visualization({
  id: 'trajectory_groups',
  title: 'Paths of the parts',
  about: 'Do embedding, attention and MLP take paths of one shape?',
  kind: 'run',
  needs: acrossOf(analyzer, ['embedding__projections', 'mlp__projections']),
  options: { currentEpoch: currentEpochOption, plane: planeOption },
  aliases: ['parameters.pca.group_overlay'],
  presets: { 'parameters.pca.group_overlay_pc2_pc3': { plane: '2-3' } },
  figure(data, { currentEpoch, plane }) {
    const [one, other] = componentsOf(plane);
    const { epochs, paths } = scaledPaths(data, [one, other], analyzer);
    return {
      data: paths.map(({ group, x, y }) => ({
        type: 'scatter',
        mode: 'lines+markers',
        name: group,
        x,
        y,
        line: { color: groupColors[group], width: 1.5 },
        marker: { color: groupColors[group], size: 5 },
        customdata: Array.from(epochs),
        hovertemplate: `${group}<br>epoch %{customdata}<br>%{x:.3~g}, %{y:.3~g}<extra></extra>`
      })),
      heading: 'Paths of the parts, scaled',
      layout: {
        xaxis: axis(`PC${one + 1} of each, scaled`),
        yaxis: axis(`PC${other + 1} of each, scaled`, { scaleanchor: 'x' }),
        annotations: hereOnPaths(currentEpoch, epochs, paths)
      }
    };
  }
});
