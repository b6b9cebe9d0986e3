import { principalComponents } from '../../array/linear/principal-components.ts';
import { axis } from '../../figure/axes.ts';
import { viridis } from '../../figure/colors.ts';
import { arrayOf, missingArray } from '../parts/read-arrays.ts';
import { epochOf, visualization } from '../visualization.ts';
import { siteOption, sites } from './sites.ts';
import { turningFrequency } from './turning-frequency.ts';

const analyzer = 'repr_geometry';

/**
 * The centres of the pairs of each answer in the plane of their first two principal components
 * (REQ_044). Takes `{resid_post_centroids}` [class, d] of one epoch in two principal components.
 */
export default visualization({
  id: 'centroid_pca',
  title: 'Centres of the answers',
  about: 'Do the centres of the answers lie on a circle, and in which order?',
  kind: 'epoch',
  needs: epochOf(analyzer),
  options: {
    site: siteOption,
    turn: {
      type: 'boolean',
      default: false,
      about:
        'Colour answers by their place on the circle of the strongest frequency: k · answer mod p.'
    }
  },
  aliases: ['geometry.centroid_pca'],
  figure(artifact, { site, turn }) {
    const key = `${site}_centroids`;
    const { data, shape } = arrayOf(artifact, key, 2, analyzer);
    const [count = 0, width = 0] = shape;
    if (!Array.prototype.every.call(data, Number.isFinite) || data.length === 0)
      throw missingArray(key, analyzer, 'has no finite numbers');
    const { scores, squares } = principalComponents(data, count, width, 2);
    const m = scores.length / count;
    const all = squares.reduce((sum, square) => sum + square, 0);
    const coordinate = (c: number) =>
      Float64Array.from({ length: count }, (_, r) => (c < m ? scores[r * m + c] : 0));
    const named = (c: number) =>
      `PC${c + 1} (${all > 0 ? (((squares[c] ?? 0) / all) * 100).toFixed(1) : 0}% var)`;
    const answers = Array.from({ length: count }, (_, r) => r);
    const [x, y] = [coordinate(0), coordinate(1)];
    const turning = turningFrequency(x, y);
    const k = turning?.frequency ?? 1;
    const note = turning ? `k ${k}: ${(turning.share * 100).toFixed(0)}% of the plane` : '';
    return {
      data: [
        {
          type: 'scatter',
          name: 'Answers',
          x,
          y,
          mode: 'markers',
          marker: {
            color: turn ? answers.map((r) => (k * r) % count) : answers,
            colorscale: viridis,
            cmin: 0,
            cmax: Math.max(1, count - 1),
            size: 8,
            showscale: true,
            colorbar: { title: { text: turn ? `${k}r mod ${count}` : 'answer' } }
          },
          text: answers.map(String),
          hovertemplate: 'answer %{text}<br>%{x:.4~g}, %{y:.4~g}<extra></extra>',
          showlegend: false
        }
      ],
      heading: `Centres of the answers, ${sites[site].name}`,
      note,
      layout: {
        xaxis: axis(named(0)),
        yaxis: axis(named(1), { scaleanchor: 'x' })
      }
    };
  }
});
