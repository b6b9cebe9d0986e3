import { axis } from '../figure/axes.ts';
import { viridis } from '../figure/colors.ts';
import { themed } from '../figure/theme.ts';
import { headKinds } from './parts/heads.ts';
import { epochOption, headline, titleOption } from './parts/options.ts';
import { arrayOf } from './parts/read-arrays.ts';
import { epochOf, visualization } from './visualization.ts';

const analyzer = 'multiscale_structure';

/** The attention of every head from "=" to a, sampled down to 28×28, side by side: a down, b across. */
export default visualization({
  id: 'head_coarse_map',
  title: 'Coarse maps of the heads',
  about: 'Which regions of the inputs does each attention head tell apart, seen from afar?',
  kind: 'epoch',
  needs: epochOf(analyzer),
  options: { epoch: epochOption, title: titleOption },
  figure(artifact, { epoch, title }) {
    const { data, shape } = arrayOf(artifact, 'head_map', 3, analyzer);
    const [heads = 0, rows = 0, columns = 0] = shape;
    const width = columns + 1;
    const kinds = headKinds(artifact);
    const z = Array.from({ length: rows }, (_, a) =>
      Float64Array.from({ length: Math.max(heads * width - 1, 0) }, (__, x) => {
        const [head, b] = [Math.floor(x / width), x % width];
        return b === columns ? Number.NaN : data[(head * rows + a) * columns + b]!;
      })
    );
    const middles = Array.from({ length: heads }, (_, head) => head * width + (columns - 1) / 2);
    return {
      data: [
        {
          type: 'heatmap',
          name: 'attention',
          z,
          x: Array.from(z[0] ?? [], (_, x) => x),
          y: z.map((_, a) => a),
          colorscale: viridis,
          zmin: 0,
          zmax: 1,
          hoverongaps: false,
          colorbar: { title: { text: 'attention' } },
          hovertemplate: 'row %{y}, column %{x}<br>attention to a %{z:.4~g}<extra></extra>'
        }
      ],
      layout: themed(headline(title, 'Attention to a, 28×28', epoch), {
        xaxis: axis('b, one map per head', {
          tickvals: middles,
          ticktext: middles.map((_, head) => `${head} ${kinds[head] ?? ''}`.trim()),
          constrain: 'domain'
        }),
        yaxis: axis('a', {
          autorange: 'reversed',
          scaleanchor: 'x',
          constrain: 'domain',
          showticklabels: false
        })
      })
    };
  }
});
