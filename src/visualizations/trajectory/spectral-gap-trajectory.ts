import { mean } from '../../array/statistics/mean.ts';
import type { NamedArrays } from '../../array/tensor.ts';
import { rowsOf } from '../../array/tensor.ts';
import { usageError } from '../../error/user-error.ts';
import { axis, epochAxis, upFromZero } from '../../figure/axes.ts';
import { okabeIto } from '../../figure/colors.ts';
import type { ScatterTrace } from '../../figure/figure.ts';
import { attentionMatrices, otherMatrices } from '../parts/matrices.ts';
import { type EpochTable, epochTable } from '../parts/read-arrays.ts';
import { acrossOf, visualization } from '../visualization.ts';

const analyzer = 'spectral_gap';

/**
 * Both participation ratios of one weight matrix (above), its spectral gap and the gaps within and
 * between its pairs (below). Takes spectral_gap `{epochs, W_in__pr_sigma, W_in__pr_sigma2,
 * W_in__gap, …}`.
 */
export default visualization({
  id: 'spectral_gap_trajectory',
  title: 'Spectral gap',
  about: 'When do the leading singular values of this matrix part from the rest, and into pairs?',
  kind: 'run',
  overEpochs: true,
  needs: acrossOf(analyzer),
  options: {
    matrix: {
      type: 'text',
      default: 'W_in',
      about: 'Name of the weight matrix; heads are averaged.'
    }
  },
  figure(across, { matrix }) {
    const known = [...otherMatrices, ...attentionMatrices];
    if (!known.includes(matrix))
      throw usageError(`unknown matrix: ${matrix}`, `known matrices: ${known.join(', ')}`);
    const table = epochTable(across, analyzer);
    const of = (key: string) => averaged(table, `${matrix}__${key}`);
    const [sigma, sigma2, gap] = [of('pr_sigma'), of('pr_sigma2'), of('gap')];
    const maybe = (key: string) =>
      across[`${matrix}__${key}`] ? of(key) : new Float64Array(gap.length).fill(Number.NaN);
    const [pair, between] = [maybe('pair_gap'), maybe('between_pairs_gap')];
    const line = (
      name: string,
      y: Float64Array,
      color: string,
      more: Partial<ScatterTrace> = {}
    ): ScatterTrace => ({
      type: 'scatter',
      mode: 'lines',
      name,
      x: table.epochs,
      y,
      line: { color, width: 1.75 },
      hovertemplate: `epoch %{x}<br>${name}: %{y:.5~g}<extra></extra>`,
      ...more
    });
    return {
      data: [
        line('σ', sigma, okabeIto.blue),
        line('σ²', sigma2, okabeIto.sky),
        line('gap', gap, okabeIto.vermillion, { yaxis: 'y2', ...inWords(maybe) }),
        line('pairs', pair, okabeIto.green, { yaxis: 'y3' }),
        line('between', between, okabeIto.orange, { yaxis: 'y3' })
      ],
      heading: `Spectral gap of ${matrix}`,
      note: rankNote(across),
      layout: {
        xaxis: { ...epochAxis, anchor: 'y3' },
        yaxis: axis('participation', { domain: [0.66, 1], range: upFromZero([sigma, sigma2]) }),
        yaxis2: axis(ratioName(across), {
          domain: [0.34, 0.6] as const,
          anchor: 'x',
          range: upFromOne(gap)
        }),
        yaxis3: axis('relative gap', {
          domain: [0, 0.26] as const,
          anchor: 'x',
          range: upFromZero([pair, between])
        })
      }
    };
  }
});

/** What the gap's hover says besides: the difference over σ₁, and where the ratio is largest. */
function inWords(maybe: (key: string) => Float64Array): Partial<ScatterTrace> {
  const [share, largest] = [maybe('gap_share'), maybe('largest_gap')];
  return {
    customdata: Array.from(share, (value, i) =>
      Number.isFinite(value)
        ? `${value.toPrecision(3)} σ₁, largest at r = ${Math.round(largest[i])}`
        : ''
    ),
    hovertemplate: 'epoch %{x}<br>gap: %{y:.5~g}<br>%{customdata}<extra></extra>'
  };
}

/** A ratio of descending values is at least 1. */
function upFromOne(ratios: Float64Array): readonly [number, number] {
  const [, high] = upFromZero([ratios.map((ratio) => Math.max(ratio - 1, 0))]);
  return [1, 1 + high];
}

/** σ₈ / σ₉ for eight leading singular values. */
function ratioName({ rank }: NamedArrays): string {
  const leading = rank?.data.length === 1 ? rank.data[0] : null;
  if (leading === null) return 'σᵣ / next σ';
  const below = (n: number) => String(n).replace(/\d/g, (digit) => '₀₁₂₃₄₅₆₇₈₉'[Number(digit)]);
  return `σ${below(leading)} / σ${below(leading + 1)}`;
}

function rankNote({ rank }: NamedArrays): string {
  return rank?.data.length === 1 ? `r = ${rank.data[0]}` : '';
}

/** One number per epoch, the mean over heads where there are several. */
function averaged(table: EpochTable, key: string): Float64Array {
  const heads = table.maybeRows(key);
  return heads
    ? Float64Array.from(rowsOf(heads), (row) => mean(row))
    : Float64Array.from(table.column(key));
}
