import { axis, sparseTicks } from '../../figure/axes.ts';
import { okabeIto } from '../../figure/colors.ts';
import { labelMargin, threshold as thresholdAt } from '../../figure/marks.ts';
import { ink } from '../../figure/theme.ts';
import { arrayOf, asStored } from '../parts/read-arrays.ts';
import { epochOf, visualization } from '../visualization.ts';
import { fourierLabel } from './fourier-label.ts';

/**
 * Norm of each Fourier coefficient of the token embedding: row 2k-1 is sin k, row 2k is cos k.
 * Takes `{coefficients}` [p] of one epoch.
 */
export default visualization({
  id: 'dominant_frequencies',
  title: 'Embedding frequencies',
  about: 'Which frequencies does the token embedding hold at this epoch?',
  kind: 'epoch',
  needs: epochOf('dominant_frequencies'),
  options: {
    threshold: {
      type: 'number',
      default: 1,
      min: 0,
      about: 'Norm above which a coefficient counts as dominant.'
    }
  },
  aliases: ['dominant_frequencies_bar', 'parameters.embeddings.fourier_coefficients'],
  figure(artifact, { threshold }) {
    const coefficients = arrayOf(artifact, 'coefficients', 1, 'dominant_frequencies');
    const { data: y } = coefficients;
    const limit = asStored(threshold, coefficients);
    const rows = Array.from(y, (_, row) => row);
    const frequencies = Math.floor(y.length / 2);
    const ticks = sparseTicks(frequencies + 1, 0);
    return {
      data: [
        {
          type: 'bar',
          name: 'Norm',
          x: rows,
          y,
          marker: {
            color: rows.map((row) =>
              row === 0 ? ink.muted : row % 2 === 1 ? okabeIto.blue : okabeIto.orange
            ),
            opacity: rows.map((row) => (y[row] > limit ? 1 : 0.4))
          },
          customdata: rows.map(fourierLabel),
          hovertemplate: '%{customdata}<br>norm %{y:.7~g}<extra></extra>',
          showlegend: false
        }
      ],
      heading: 'Fourier norms of W_E',
      note: above(rows, y, limit),
      layout: {
        bargap: 0.1,
        margin: labelMargin,
        xaxis: axis('k: sin blue, cos orange', {
          range: [-1, y.length],
          tickvals: ticks.tickvals.map((k) => (k === 0 ? 0 : 2 * k - 0.5)),
          ticktext: ticks.ticktext
        }),
        yaxis: axis('norm'),
        ...thresholdAt('y', threshold, `dominant > ${threshold}`)
      }
    };
  }
});

function above(rows: readonly number[], y: ArrayLike<number>, limit: number): string {
  const dominant = new Set(
    rows.filter((row) => row > 0 && y[row] > limit).map((row) => Math.ceil(row / 2))
  );
  if (dominant.size === 0) return 'none dominant';
  if (dominant.size > 8) return `${dominant.size} frequencies dominant`;
  return `k ${[...dominant].join(', ')}`;
}
