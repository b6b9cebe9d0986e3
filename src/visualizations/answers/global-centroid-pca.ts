import { nearestRow } from '../../array/statistics/nearest.ts';
import { axis } from '../../figure/axes.ts';
import { viridis } from '../../figure/colors.ts';
import type { ScatterTrace } from '../../figure/figure.ts';
import { ink } from '../../figure/theme.ts';
import { arrayOf, epochTable, missingArray } from '../parts/read-arrays.ts';
import { acrossOf, visualization } from '../visualization.ts';
import { siteOption, sites } from './sites.ts';

const analyzer = 'global_centroid_pca';
const component = (value: number, about: string) =>
  ({ type: 'number', default: value, min: 1, max: 20, integer: true, about }) as const;

/**
 * The centres of the answers at one epoch in the components of the whole run, and the paths on
 * which some came there (REQ_050). Takes global_centroid_pca `{epochs, resid_post__projections,
 * resid_post__explained_variance_ratio}` at one epoch.
 */
export default visualization({
  id: 'global_centroid_pca',
  title: 'Paths of the answers',
  about: 'Where do the centres of the answers move through training, in one basis for all epochs?',
  kind: 'epoch',
  needs: acrossOf(analyzer),
  options: {
    site: siteOption,
    across: component(1, 'Principal component across.'),
    up: component(2, 'Principal component up.'),
    paths: {
      type: 'number',
      default: 8,
      min: 0,
      max: 200,
      integer: true,
      about: 'Number of answers, evenly spread, whose paths so far are drawn.'
    }
  },
  aliases: ['geometry.global_centroid_pca'],
  figure(data, { epoch, site, across, up, paths }) {
    const key = `${site}__projections`;
    const { epochs, rows } = epochTable(data, analyzer);
    const { data: points, shape } = rows(key);
    const [n = 0, answers = 0, components = 0] = shape;
    if (shape.length !== 3 || points.length === 0)
      throw missingArray(key, analyzer, 'has no answers');
    const row = epoch === null ? n - 1 : nearestRow(epochs, epoch);
    const at = (e: number, answer: number, c: number) =>
      c <= components ? points[(e * answers + answer) * components + c - 1] : 0;
    const now = (c: number) => Float64Array.from({ length: answers }, (_, r) => at(row, r, c));
    const drawn = Math.min(paths, answers);
    const followed = Array.from({ length: drawn }, (_, i) => Math.floor((i * answers) / drawn));
    const path = (r: number, c: number) =>
      Float64Array.from({ length: row + 1 }, (_, e) => at(e, r, c));
    const shares = arrayOf(data, `${site}__explained_variance_ratio`, 1, analyzer).data;
    const named = (c: number) => `PC${c} (${((shares[c - 1] ?? 0) * 100).toFixed(1)}% var)`;
    const numbers = Array.from({ length: answers }, (_, r) => r);
    return {
      data: [
        ...followed.map(
          (r): ScatterTrace => ({
            type: 'scatter',
            mode: 'lines',
            name: `answer ${r}`,
            x: path(r, across),
            y: path(r, up),
            line: { color: ink.line, width: 1 },
            customdata: Array.from(epochs).slice(0, row + 1),
            hovertemplate: `answer ${r}<br>epoch %{customdata}<extra></extra>`,
            showlegend: false
          })
        ),
        {
          type: 'scatter',
          mode: 'markers',
          name: 'Answers',
          x: now(across),
          y: now(up),
          marker: {
            color: numbers,
            colorscale: viridis,
            cmin: 0,
            cmax: Math.max(1, answers - 1),
            size: 8,
            showscale: true,
            colorbar: { title: { text: 'answer' } }
          },
          text: numbers.map(String),
          hovertemplate: 'answer %{text}<br>%{x:.4~g}, %{y:.4~g}<extra></extra>',
          showlegend: false
        }
      ],
      heading: `Paths of the answers, ${sites[site].name}`,
      at: epochs[row],
      layout: {
        xaxis: axis(named(across)),
        yaxis: axis(named(up), { scaleanchor: 'x' })
      }
    };
  }
});
