import { axis, epochAxis, upFromZero } from '../../figure/axes.ts';
import type { ScatterTrace } from '../../figure/figure.ts';
import { columnsOf, epochTable } from '../parts/read-arrays.ts';
import { summaryOf, visualization } from '../visualization.ts';
import { headColor, headKind } from './heads.ts';

const analyzer = 'multiscale_structure';

/**
 * Low-frequency share (above) and step between neighbours (below) of each head's attention map
 * through training. Takes the multiscale_structure summary `{epochs, head_low_frequency,
 * head_gradient, …}` [epoch, head].
 */
export default visualization({
  id: 'head_scales',
  title: 'Scales of the heads',
  about: 'Which attention heads vary in large regions, which in fine grain, and since when?',
  kind: 'run',
  overEpochs: true,
  needs: summaryOf(analyzer),
  figure(summary) {
    const { epochs, rows } = epochTable(summary, analyzer);
    const [shares, gradients, deviations] = ['low_frequency', 'gradient', 'deviation'].map((name) =>
      columnsOf(rows(`head_${name}`))
    ) as [Float64Array[], Float64Array[], Float64Array[]];
    const line = (
      y: Float64Array,
      head: number,
      more: Partial<ScatterTrace> = {}
    ): ScatterTrace => ({
      type: 'scatter',
      mode: 'lines',
      name: `head ${head}`,
      x: epochs,
      y,
      line: { color: headColor(head), width: 1.75 },
      hovertemplate: `head ${head}<br>epoch %{x}<br>%{y:.4~g}<extra></extra>`,
      showlegend: head < 5,
      ...more
    });
    const kinds = shares.map((share, head) => {
      const lowFrequency = share.at(-1) ?? 0;
      const [gradient, deviation] = [gradients, deviations].map((list) => list[head]?.at(-1) ?? 0);
      const kind = headKind({ lowFrequency, gradient, deviation });
      return `${head} ${kind.split(',')[0]}`;
    });
    return {
      data: [
        ...shares.map((y, head) => line(y, head)),
        ...gradients.map((y, head) => line(y, head, { yaxis: 'y2', showlegend: false }))
      ],
      note: kinds.slice(0, 4).join(' · '),
      layout: {
        xaxis: { ...epochAxis, anchor: 'y2' },
        yaxis: axis('low-frequency share', { domain: [0.54, 1], range: [-0.02, 1.05] }),
        yaxis2: axis('mean step', { domain: [0, 0.44], anchor: 'x', range: upFromZero(gradients) })
      }
    };
  }
});
