import type { Numbers } from '../../array/tensor.ts';
import { axis, sparseTicks, upFromZero } from '../../figure/axes.ts';
import { okabeIto } from '../../figure/colors.ts';
import type { BarTrace } from '../../figure/figure.ts';
import { ink } from '../../figure/theme.ts';
import { arrayOf } from '../parts/read-arrays.ts';
import { epochOf, visualization } from '../visualization.ts';
import { fourierLabel } from './fourier-label.ts';

const analyzer = 'unembedding_fourier';

/**
 * Norm of each Fourier coefficient of the embedding (above) and of the unembedding (below). Takes
 * `{embedding, unembedding}` [p] of one epoch.
 */
export default visualization({
  id: 'unembedding_frequencies',
  title: 'Embedding and unembedding',
  about: 'Does the model write its answers with the frequencies with which it reads its inputs?',
  kind: 'epoch',
  needs: epochOf(analyzer),
  figure(artifact) {
    const [read, write] = ['embedding', 'unembedding'].map(
      (side) => arrayOf(artifact, side, 1, analyzer).data
    ) as [Numbers, Numbers];
    const ticks = sparseTicks(Math.floor(read.length / 2) + 1, 0);
    const shared = {
      range: [-1, Math.max(read.length, 1)],
      tickvals: ticks.tickvals.map((k) => (k === 0 ? 0 : 2 * k - 0.5)),
      ticktext: ticks.ticktext
    } as const;
    return {
      data: [bars(read, 'W_E', {}), bars(write, 'W_U', { xaxis: 'x2', yaxis: 'y2' })],
      heading: 'Fourier norms of W_E and W_U',
      layout: {
        bargap: 0.1,
        xaxis: axis('', { ...shared, anchor: 'y', showticklabels: false }),
        yaxis: axis('norm of W_E', { domain: [0.54, 1], range: upFromZero([read]) }),
        xaxis2: axis('k: sin blue, cos orange', { ...shared, anchor: 'y2' }),
        yaxis2: axis('norm of W_U', {
          anchor: 'x2',
          domain: [0, 0.46],
          range: upFromZero([write])
        })
      }
    };
  }
});

function bars(y: Numbers, name: string, axes: Partial<BarTrace>): BarTrace {
  const rows = Array.from(y, (_, row) => row);
  return {
    type: 'bar',
    name,
    x: rows,
    y,
    marker: {
      color: rows.map((row) =>
        row === 0 ? ink.muted : row % 2 === 1 ? okabeIto.blue : okabeIto.orange
      )
    },
    customdata: rows.map(fourierLabel),
    hovertemplate: `${name} %{customdata}<br>norm %{y:.7~g}<extra></extra>`,
    showlegend: false,
    ...axes
  };
}
