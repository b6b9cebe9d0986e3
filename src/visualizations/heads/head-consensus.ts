import { finiteExtent } from '../../array/statistics/finite-extent.ts';
import { axis, epochAxis } from '../../figure/axes.ts';
import { okabeIto } from '../../figure/colors.ts';
import type { ScatterTrace } from '../../figure/figure.ts';
import { cursor, labelMargin } from '../../figure/marks.ts';
import { ink } from '../../figure/theme.ts';
import { endNames } from '../parts/end-names.ts';
import { currentEpochOption } from '../parts/options.ts';
import { columnsOf, epochTable, maybeScalar } from '../parts/read-arrays.ts';
import { acrossOf, visualization } from '../visualization.ts';
import { headColor } from './heads.ts';

const analyzer = 'head_consensus';

/**
 * The frequency that each attention head follows (above), and how alike the heads are (below),
 * through training. Takes head_consensus `{epochs, dominant_frequency, share, similarity,
 * divergence}`.
 */
export default visualization({
  id: 'head_consensus',
  title: 'Consensus of the heads',
  about: 'Do the attention heads agree on one frequency, and when do they part?',
  kind: 'run',
  needs: acrossOf(analyzer),
  options: { currentEpoch: currentEpochOption },
  figure(across, { currentEpoch }) {
    const table = epochTable(across, analyzer);
    const frequencies = columnsOf(table.rows('dominant_frequency'));
    const shares = columnsOf(table.rows('share'));
    const heads = frequencies.map(
      (y, head): ScatterTrace => ({
        type: 'scatter',
        mode: 'lines+markers',
        name: `head ${head}`,
        x: table.epochs,
        y,
        line: { color: headColor(head), width: 1, shape: 'hv' },
        marker: { color: headColor(head), size: 5 },
        customdata: Array.from(shares[head] ?? []),
        hovertemplate: `head ${head}<br>epoch %{x}<br>k %{y}, share %{customdata:.3~g}<extra></extra>`,
        showlegend: head < 5
      })
    );
    const line = (name: string, color: string): ScatterTrace => ({
      type: 'scatter',
      mode: 'lines',
      name,
      x: table.epochs,
      y: table.column(name),
      line: { color, width: 1.75 },
      hovertemplate: `${name}<br>epoch %{x}<br>%{y:.4~g}<extra></extra>`,
      yaxis: 'y2',
      showlegend: false
    });
    const most = Math.max(1, ...frequencies.map((y) => finiteExtent(y)?.[1] ?? 1));
    const below = [line('similarity', okabeIto.black), line('divergence', ink.muted)];
    const { shapes, annotations } = cursor(currentEpoch);
    return {
      data: [...heads, ...below],
      heading: 'Frequencies of the heads',
      note: note(across),
      layout: {
        xaxis: { ...epochAxis, anchor: 'y2' },
        yaxis: axis('frequency', { domain: [0.46, 1], range: [0, most + 1] }),
        yaxis2: axis('of all heads', {
          domain: [0, 0.38],
          anchor: 'x',
          range: [-0.03, 1.05]
        }),
        margin: labelMargin,
        shapes,
        annotations: [...annotations, ...endNames(below, 'y2', 1.08)]
      }
    };
  }
});

function note(across: Parameters<typeof maybeScalar>[0]): string {
  const agreed = maybeScalar(across, 'consensus_epoch') ?? -1;
  const parted = maybeScalar(across, 'diversification_epoch') ?? -1;
  if (agreed < 0) return 'never agree';
  return `agree at ${agreed}${parted < 0 ? '' : `, part at ${parted}`}`;
}
