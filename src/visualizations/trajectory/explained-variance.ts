import { axis } from '../../figure/axes.ts';
import { currentEpochOption } from '../parts/options.ts';
import { arrayOf } from '../parts/read-arrays.ts';
import { groupColors, groupOption } from '../parts/weight-groups.ts';
import { acrossOf, visualization } from '../visualization.ts';

const analyzer = 'parameter_trajectory';

/**
 * The share of each principal component in the path of the weights. Takes parameter_trajectory
 * `{all__explained_variance_ratio, …}` as bars.
 */
export default visualization({
  id: 'explained_variance',
  title: 'Explained variance',
  about: 'How many directions does the path of the weights have?',
  kind: 'run',
  needs: acrossOf(analyzer),
  options: { currentEpoch: currentEpochOption, group: groupOption },
  aliases: ['parameters.pca.explained_variance', 'parameters.pca.scree'],
  figure(data, { group }) {
    const { data: shares } = arrayOf(data, `${group}__explained_variance_ratio`, 1, analyzer);
    const numbers = Array.from(shares, (_, i) => i + 1);
    return {
      data: [
        {
          type: 'bar',
          name: 'Share',
          x: numbers,
          y: shares,
          marker: { color: groupColors[group] },
          hovertemplate: 'component %{x}<br>%{y:.4~g} of the variance<extra></extra>'
        }
      ],
      heading: `Explained variance of the path: ${group}`,
      layout: {
        xaxis: axis('principal component', { tickvals: numbers, ticktext: numbers.map(String) }),
        yaxis: axis('share of variance', { range: [0, 1] })
      }
    };
  }
});
