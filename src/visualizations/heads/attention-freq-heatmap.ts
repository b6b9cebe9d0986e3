import { rowsOf } from '../../array/tensor.ts';
import { axis, frequencyAxis } from '../../figure/axes.ts';
import { viridis } from '../../figure/colors.ts';
import { arrayOf } from '../parts/read-arrays.ts';
import { epochOf, visualization } from '../visualization.ts';

/**
 * Fraction of the variance of each head's attention from "=" to a that each frequency explains, at
 * one epoch. Takes `{freq_matrix}` [frequency, head] of one epoch.
 */
export default visualization({
  id: 'attention_freq_heatmap',
  title: 'Attention frequencies',
  about: 'Which frequency does each attention head follow at this epoch?',
  kind: 'epoch',
  needs: epochOf('attention_freq'),
  aliases: ['activations.attention.head_frequency_clusters'],
  figure(artifact) {
    const rows = rowsOf(arrayOf(artifact, 'freq_matrix', 2, 'attention_freq')); // [frequency, head]
    const heads = Array.from(rows[0] ?? [], (_, head) => head);
    return {
      data: [
        {
          type: 'heatmap',
          name: 'Fraction',
          z: rows,
          x: heads,
          y: rows.map((_, k) => k + 1),
          colorscale: viridis,
          zmin: 0,
          zmax: 1,
          colorbar: { title: { text: 'fraction' } },
          hovertemplate: 'head %{x}<br>frequency %{y}<br>fraction %{z:.6~g}<extra></extra>'
        }
      ],
      layout: {
        xaxis: axis('head', { tickvals: heads, ticktext: heads.map(String) }),
        yaxis: frequencyAxis(rows.length)
      }
    };
  }
});
