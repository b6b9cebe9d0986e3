import { mean } from '../array/mean.ts';
import { usageError } from '../error/user-error.ts';
import { axis, epochAxis, upFromZero } from '../figure/axes.ts';
import { okabeIto } from '../figure/colors.ts';
import type { ScatterTrace } from '../figure/figure.ts';
import { cursor } from '../figure/marks.ts';
import { themed } from '../figure/theme.ts';
import { attentionMatrices, otherMatrices } from './parts/matrices.ts';
import { currentEpochOption, headline, titleOption } from './parts/options.ts';
import { type EpochTable, epochTable, rowsOf } from './parts/read-arrays.ts';
import { acrossOf, visualization } from './visualization.ts';

const analyzer = 'spectral_gap';

/** Both participation ratios of one weight matrix (above) and its spectral gap (below) through training. */
export default visualization({
  id: 'spectral_gap_trajectory',
  title: 'Spectral gap',
  about: 'When do the leading singular values of this matrix part from the rest?',
  kind: 'run',
  needs: acrossOf(analyzer),
  options: {
    matrix: {
      type: 'text',
      default: 'W_in',
      about: 'Name of the weight matrix; heads are averaged.'
    },
    currentEpoch: currentEpochOption,
    title: titleOption
  },
  figure(across, { matrix, currentEpoch, title }) {
    const known = [...otherMatrices, ...attentionMatrices];
    if (!known.includes(matrix))
      throw usageError(`unknown matrix: ${matrix}`, `known matrices: ${known.join(', ')}`);
    const table = epochTable(across, analyzer);
    const of = (key: string) => averaged(table, `${matrix}__${key}`);
    const [sigma, sigma2, gap] = [of('pr_sigma'), of('pr_sigma2'), of('gap')];
    const line = (name: string, y: Float64Array, color: string, axes = {}): ScatterTrace => ({
      type: 'scatter',
      mode: 'lines',
      name,
      x: table.epochs,
      y,
      line: { color, width: 1.75 },
      hovertemplate: `${name}<br>epoch %{x}<br>%{y:.5~g}<extra></extra>`,
      ...axes
    });
    return {
      data: [
        line('ratio of σ', sigma, okabeIto.blue),
        line('ratio of σ²', sigma2, okabeIto.sky),
        line('gap', gap, okabeIto.vermillion, { yaxis: 'y2' })
      ],
      layout: themed(headline(title, `Spectral gap of ${matrix}`), {
        xaxis: { ...epochAxis, anchor: 'y2' },
        yaxis: axis('participation', { domain: [0.46, 1], range: upFromZero([sigma, sigma2]) }),
        yaxis2: axis('σ_r / σ_r+1', { domain: [0, 0.4], anchor: 'x', range: upFromZero([gap]) }),
        ...cursor(currentEpoch)
      })
    };
  }
});

/** One number per epoch, the mean over heads where there are several. */
function averaged(table: EpochTable, key: string): Float64Array {
  const heads = table.maybeRows(key);
  return heads
    ? Float64Array.from(rowsOf(heads), (row) => mean(row))
    : Float64Array.from(table.column(key));
}
