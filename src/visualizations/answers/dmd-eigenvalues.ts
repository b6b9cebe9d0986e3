import { finiteExtent } from '../../array/statistics/finite-extent.ts';
import { axis } from '../../figure/axes.ts';
import type { ScatterTrace } from '../../figure/figure.ts';
import { ink } from '../../figure/theme.ts';
import { currentEpochOption } from '../parts/options.ts';
import { arrayOf, missingArray } from '../parts/read-arrays.ts';
import { acrossOf, visualization } from '../visualization.ts';
import { siteOption, sites } from './sites.ts';

const analyzer = 'centroid_dmd';

/**
 * Eigenvalues of the modes in which the centres of the answers move, with the unit circle: outside
 * it modes grow (REQ_051). Takes centroid_dmd `{resid_post__eigenvalues, …}` in the complex plane.
 */
export default visualization({
  id: 'dmd_eigenvalues',
  title: 'Modes of the centres',
  about: 'Do the centres of the answers move in modes that grow, shrink or turn?',
  kind: 'run',
  needs: acrossOf(analyzer),
  options: { currentEpoch: currentEpochOption, site: siteOption },
  aliases: ['geometry.dmd_eigenvalues'],
  figure(data, { site }) {
    const key = `${site}__eigenvalues`;
    const { data: values, dtype } = arrayOf(data, key, 1, analyzer);
    const lanes = dtype === 'complex128' ? 2 : 1;
    const count = Math.floor(values.length / lanes);
    if (values.length > 0 && finiteExtent(values) === null)
      throw missingArray(key, analyzer, 'has no finite numbers');
    const part = (lane: number) =>
      Float64Array.from({ length: count }, (_, i) => (lane < lanes ? values[i * lanes + lane] : 0));
    const color = sites[site].color;
    const [re, im] = [part(0), part(1)];
    const [low, high] = finiteExtent(re.map((x, i) => Math.hypot(x, im[i]))) ?? [];
    const sizes = low === undefined ? '' : `, |λ| ${low.toFixed(3)}–${high!.toFixed(3)}`;
    const note = `${count} modes${sizes}`;
    return {
      data: [
        circle,
        {
          type: 'scatter',
          name: 'Modes',
          x: re,
          y: im,
          mode: 'markers',
          marker: { color, size: 9 },
          hovertemplate: '%{x:.4~g} + %{y:.4~g}i<extra></extra>',
          showlegend: false
        }
      ],
      heading: `Modes of the centres, ${sites[site].name}`,
      note,
      layout: {
        xaxis: axis('real part'),
        yaxis: axis('imaginary part', { scaleanchor: 'x' })
      }
    };
  }
});

const turns = Array.from({ length: 121 }, (_, i) => (2 * Math.PI * i) / 120);
const circle: ScatterTrace = {
  type: 'scatter',
  name: 'Unit circle',
  x: turns.map(Math.cos),
  y: turns.map(Math.sin),
  mode: 'lines',
  line: { color: ink.line, width: 1.25, dash: 'dash' },
  hoverinfo: 'skip',
  hovertemplate: 'unit circle<extra></extra>',
  showlegend: false
};
