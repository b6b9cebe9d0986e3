import { finiteExtent } from '../../array/statistics/finite-extent.ts';
import { rowsOf } from '../../array/tensor.ts';
import { axis } from '../../figure/axes.ts';
import { viridis } from '../../figure/colors.ts';
import { arrayOf, missingArray } from '../parts/read-arrays.ts';
import { epochOf, visualization } from '../visualization.ts';
import { siteOption, sites } from './sites.ts';

const analyzer = 'repr_geometry';

const measures = {
  fisher: { name: 'Fisher ratio', bar: 'Fisher', headline: 'Answers apart' },
  distance: { name: 'Distance', bar: 'distance', headline: 'Distances of the centres' }
} as const;

/**
 * How well each two answers can be told apart, |μᵣ − μₛ|² / (radiusᵣ² + radiusₛ²) (REQ_045), or
 * how far their centres lie from each other, |μᵣ − μₛ|. Takes `{resid_post_centroids,
 * resid_post_radii}` of one epoch as ratios between classes.
 */
export default visualization({
  id: 'fisher_heatmap',
  title: 'Fisher ratios of answers',
  about: 'Which answers does the model hold apart at this epoch, and which not?',
  kind: 'epoch',
  square: true,
  needs: epochOf(analyzer),
  options: {
    site: siteOption,
    measure: {
      type: 'choice',
      choices: ['fisher', 'distance'],
      default: 'fisher',
      about: 'Distance of the centres over the size of the classes (fisher), or the distance alone.'
    }
  },
  aliases: ['geometry.fisher_heatmap'],
  presets: { 'geometry.centroid_distances': { measure: 'distance' } },
  figure(artifact, { site, measure }) {
    const centroids = rowsOf(arrayOf(artifact, `${site}_centroids`, 2, analyzer));
    const radii = arrayOf(artifact, `${site}_radii`, 1, analyzer).data;
    if (radii.length !== centroids.length || radii.length === 0)
      throw missingArray(`${site}_radii`, analyzer, 'does not fit the centroids');
    const z = centroids.map((own, r) =>
      Float64Array.from(centroids, (other, s) => {
        let square = 0;
        for (let j = 0; j < own.length; j++) square += (own[j] - other[j]) ** 2;
        if (measure === 'distance') return Math.sqrt(square);
        const within = radii[r] ** 2 + radii[s] ** 2;
        return within > 0 ? square / within : 0;
      })
    );
    const high = Math.max(...z.map((row) => finiteExtent(row)?.[1] ?? 0)) || 1;
    const words = measures[measure];
    return {
      data: [
        {
          type: 'heatmap',
          name: words.name,
          z,
          colorscale: viridis,
          zmin: 0,
          zmax: high,
          colorbar: { title: { text: words.bar } },
          hovertemplate: 'answers %{y} and %{x}<br>%{z:.4~g}<extra></extra>'
        }
      ],
      heading: `${words.headline}, ${sites[site].name}`,
      layout: {
        xaxis: axis('answer', { constrain: 'domain' }),
        yaxis: axis('answer', { constrain: 'domain', autorange: 'reversed', scaleanchor: 'x' })
      }
    };
  }
});
