import { cached } from '../../array/cached.ts';
import { sparseTicks } from '../../figure/axes.ts';
import { viridis } from '../../figure/colors.ts';
import { thresholdLine } from '../../figure/marks.ts';
import { ink } from '../../figure/theme.ts';
import { overEpochs } from '../parts/over-epochs.ts';
import { columnsOf, epochTable } from '../parts/read-arrays.ts';
import { summaryOf, visualization } from '../visualization.ts';

const analyzer = 'walsh_spectrum';

/**
 * The influence of each bit on the answer over training; a line parts the bits that count, the
 * first ones, from the others. Takes the walsh_spectrum summary `{epochs, influence,
 * relevant}`, influence [epoch, bit].
 */
export default visualization({
  id: 'bit_influence',
  title: 'Influence of the bits',
  about: 'When does the model know which bits count?',
  kind: 'run',
  overEpochs: true,
  needs: summaryOf(analyzer),
  figure(summary) {
    const { epochs, rows, column } = epochTable(summary, analyzer);
    const [relevant = 0] = column('relevant');
    const z = cached(summary, 'influence', () => columnsOf(rows('influence')));
    const { tickvals, ticktext } = sparseTicks(z.length, 1);
    const { data, layout } = overEpochs(
      [
        {
          type: 'heatmap',
          name: 'Influence',
          z,
          x: epochs,
          y: z.map((_, bit) => bit + 1),
          colorscale: viridis,
          zmin: 0,
          zmax: 1,
          colorbar: { title: { text: 'influence' } },
          hovertemplate: 'epoch %{x}<br>bit %{y}<br>in %{z:.4~g} of the power<extra></extra>'
        }
      ],
      'bit',
      { tickvals: tickvals.map((row) => row + 1), ticktext, autorange: 'reversed' }
    );
    if (relevant >= z.length) return { data, layout };
    const line = { ...thresholdLine('y', relevant + 0.5), line: { color: ink.gap, width: 1.5 } };
    return { data, layout: { ...layout, shapes: [line] } };
  }
});
