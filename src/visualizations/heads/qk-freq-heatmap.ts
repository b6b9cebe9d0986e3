import { finiteExtent } from '../../array/statistics/finite-extent.ts';
import { axis, frequencyAxis } from '../../figure/axes.ts';
import { viridis } from '../../figure/colors.ts';
import { arrayOf, columnsOf } from '../parts/read-arrays.ts';
import { epochOf, visualization } from '../visualization.ts';

const analyzer = 'attention_fourier';
const parts = { qk: 'query and key', v: 'value' } as const;

/**
 * Which frequencies the weights of each head compare (QK) or pass on (V). Takes `{qk_freq_norms,
 * v_freq_norms}` [head, frequency] of one epoch.
 */
export default visualization({
  id: 'qk_freq_heatmap',
  title: 'Attention weights by frequency',
  about: 'Which frequencies do the weights of each attention head hold at this epoch?',
  kind: 'epoch',
  needs: epochOf(analyzer),
  options: {
    part: {
      type: 'choice',
      choices: ['qk', 'v'],
      default: 'qk',
      about: 'What the head compares (qk) or what it passes on (v).'
    }
  },
  aliases: ['parameters.attention.qk_fourier_heatmap'],
  presets: { 'parameters.attention.v_fourier_heatmap': { part: 'v' } },
  figure(artifact, { part }) {
    const z = columnsOf(arrayOf(artifact, `${part}_freq_norms`, 2, analyzer)); // [frequency, head]
    const heads = Array.from(z[0] ?? [], (_, head) => head);
    const high = Math.max(...z.map((row) => finiteExtent(row)?.[1] ?? 0)) || 1;
    return {
      data: [
        {
          type: 'heatmap',
          name: 'Share',
          z,
          x: heads,
          y: z.map((_, k) => k + 1),
          colorscale: viridis,
          zmin: 0,
          zmax: Number.isFinite(high) && high > 0 ? high : 1,
          colorbar: { title: { text: 'share' } },
          hovertemplate: 'head %{x}<br>frequency %{y}<br>share %{z:.4~g}<extra></extra>'
        }
      ],
      heading: `Frequencies of ${parts[part]} weights`,
      layout: {
        xaxis: axis('head', { tickvals: heads, ticktext: heads.map(String) }),
        yaxis: frequencyAxis(z.length)
      }
    };
  }
});
