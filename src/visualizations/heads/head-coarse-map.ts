import { axis } from '../../figure/axes.ts';
import { viridis } from '../../figure/colors.ts';
import type { HeatmapTrace } from '../../figure/figure.ts';
import { arrayOf } from '../parts/read-arrays.ts';
import { epochOf, visualization } from '../visualization.ts';
import { factsOfHead, headFacts, headKinds } from './heads.ts';

const analyzer = 'multiscale_structure';

/**
 * The attention of every head from "=" to a, sampled down to 28×28, side by side: a down, b
 * across. Takes `{head_map}` [head, a, b] of one epoch.
 */
export default visualization({
  id: 'head_coarse_map',
  title: 'Coarse maps of the heads',
  about: 'Which regions of the inputs does each attention head tell apart, seen from afar?',
  kind: 'epoch',
  needs: epochOf(analyzer),
  also: { frequencies: headFacts.frequencies },
  figure(artifact, _, { frequencies }) {
    const { data, shape } = arrayOf(artifact, 'head_map', 3, analyzer);
    const [heads = 0, rows = 0, columns = 0] = shape;
    const step = columns + 1;
    const kinds = headKinds(artifact);
    // short, so that every head has its own tick
    const names = kinds.map((_, head) =>
      `${head} ${factsOfHead(head, { frequencies }).follows}`.trim()
    );
    const maps = Array.from(
      { length: heads },
      (_, head): HeatmapTrace => ({
        type: 'heatmap',
        name: `head ${head}`,
        z: Array.from({ length: rows }, (__, a) => {
          const start = (head * rows + a) * columns;
          return data.subarray(start, start + columns);
        }),
        x: Array.from({ length: columns }, (__, b) => head * step + b),
        y: Array.from({ length: rows }, (__, a) => a),
        colorscale: viridis,
        zmin: 0,
        zmax: 1,
        showscale: head === heads - 1,
        colorbar: { title: { text: 'attention' } },
        // as many cells attend as not: the greatest would show nearly all of them bright
        meta: { pooled: 'mean' },
        hovertemplate: `head ${names[head] ?? head} ${kinds[head] ?? ''}<br>row %{y}<br>attention to a %{z:.4~g}<extra></extra>`
      })
    );
    const middles = maps.map((_, head) => head * step + (columns - 1) / 2);
    const bare = { showgrid: false, showline: false, constrain: 'domain' } as const;
    return {
      data: maps,
      heading: 'Attention to a, 28×28',
      note: kinds
        .slice(0, 4)
        .map((kind, head) => `${head} ${kind.split(',')[0]}`)
        .join(' · '),
      layout: {
        xaxis: axis('b, one map per head', {
          ...bare,
          tickvals: middles,
          ticktext: names,
          range: [-0.5, Math.max(1, heads * step - 1) - 0.5]
        }),
        yaxis: axis('a', {
          ...bare,
          tickvals: [],
          range: [rows - 0.5, -0.5],
          scaleanchor: 'x'
        })
      }
    };
  }
});
