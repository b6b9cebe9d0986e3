import { finiteExtent } from '../array/finite-extent.ts';
import { axis } from '../figure/axes.ts';
import { viridis } from '../figure/colors.ts';
import { themed } from '../figure/theme.ts';
import { epochOption, headline, titleOption } from './parts/options.ts';
import { arrayOf, missingArray, rowsOf } from './parts/read-arrays.ts';
import { siteOption, sites } from './parts/sites.ts';
import { epochOf, visualization } from './visualization.ts';

const analyzer = 'repr_geometry';

/** How well each two answers can be told apart: |μᵣ − μₛ|² / (radiusᵣ² + radiusₛ²) (REQ_045). */
export default visualization({
  id: 'fisher_heatmap',
  title: 'Fisher ratios of answers',
  about: 'Which answers does the model hold apart at this epoch, and which not?',
  kind: 'epoch',
  needs: epochOf(analyzer),
  options: { epoch: epochOption, site: siteOption, title: titleOption },
  aliases: ['geometry.fisher_heatmap'],
  figure(artifact, { epoch, site, title }) {
    const centroids = rowsOf(arrayOf(artifact, `${site}_centroids`, 2, analyzer));
    const radii = arrayOf(artifact, `${site}_radii`, 1, analyzer).data;
    if (radii.length !== centroids.length || radii.length === 0)
      throw missingArray(`${site}_radii`, analyzer, 'does not fit the centroids');
    const z = centroids.map((own, r) =>
      Float64Array.from(centroids, (other, s) => {
        let distance = 0;
        for (let j = 0; j < own.length; j++) distance += (own[j]! - other[j]!) ** 2;
        const within = radii[r]! ** 2 + radii[s]! ** 2;
        return within > 0 ? distance / within : 0;
      })
    );
    const high = Math.max(...z.map((row) => finiteExtent(row)?.[1] ?? 0)) || 1;
    return {
      data: [
        {
          type: 'heatmap',
          name: 'Fisher ratio',
          z,
          colorscale: viridis,
          zmin: 0,
          zmax: high,
          colorbar: { title: { text: 'Fisher' } },
          hovertemplate: 'answers %{y} and %{x}<br>%{z:.4~g}<extra></extra>'
        }
      ],
      layout: themed(headline(title, `Answers apart, ${sites[site].name}`, epoch), {
        xaxis: axis('answer', { constrain: 'domain' }),
        yaxis: axis('answer', { constrain: 'domain', autorange: 'reversed', scaleanchor: 'x' })
      })
    };
  }
});
