import { sumOf } from '../../array/statistics/sum-of.ts';
import type { NamedArrays, Numbers } from '../../array/tensor.ts';
import { usageError } from '../../error/user-error.ts';
import { axis } from '../../figure/axes.ts';
import { okabeIto } from '../../figure/colors.ts';
import { matrixColors } from '../parts/matrices.ts';
import { missingArray } from '../parts/read-arrays.ts';
import { epochOf, visualization } from '../visualization.ts';

const analyzer = 'effective_dimensionality';

/**
 * Singular values of one weight matrix at one epoch, with their participation ratio (Σs)² / Σs².
 * Takes `{sv_W_in, …}` of one epoch as bars.
 */
export default visualization({
  id: 'singular_value_spectrum',
  title: 'Singular values',
  about: 'How many dimensions does this weight matrix use at this epoch?',
  kind: 'epoch',
  needs: epochOf(analyzer),
  options: {
    matrix: { type: 'text', default: 'W_in', about: 'Name of the weight matrix.' },
    head: {
      type: 'number',
      default: null,
      min: 0,
      integer: true,
      about: 'Attention head, counted from 0, for matrices stored per head.'
    }
  },
  aliases: ['parameters.singular_value_spectrum'],
  figure(artifact, { matrix, head }) {
    const { values, name } = spectrum(artifact, matrix, head);
    const squares = sumOf(values, (s) => s * s);
    const ratio = squares > 0 ? sumOf(values) ** 2 / squares : 0;
    return {
      data: [
        {
          type: 'bar',
          name: 'Singular value',
          x: Array.from(values, (_, i) => i + 1),
          y: values,
          marker: {
            color: matrixColors[matrix] ?? okabeIto.blue,
            line: { color: '#ffffff', width: 0.5 }
          },
          hovertemplate: 'component %{x}<br>singular value %{y:.7~g}<extra></extra>',
          showlegend: false
        }
      ],
      heading: `Singular values of ${name}`,
      note: `PR ${Number.isFinite(ratio) ? ratio.toFixed(1) : 'unknown'}`,
      layout: {
        bargap: 0,
        xaxis: axis('component', { range: [0.25, values.length + 0.75] }),
        yaxis: axis('singular value')
      }
    };
  }
});

function spectrum(
  artifact: NamedArrays,
  matrix: string,
  head: number | null
): { values: Numbers; name: string } {
  const stored = artifact[`sv_${matrix}`];
  if (!stored || stored.data.length === 0) {
    const known = Object.keys(artifact).flatMap((key) =>
      key.startsWith('sv_') ? [key.slice(3)] : []
    );
    if (known.length === 0) throw missingArray(`sv_${matrix}`, analyzer);
    throw usageError(`unknown matrix: ${matrix}`, `stored matrices: ${known.join(', ')}`);
  }
  if (stored.shape.length === 1) return { values: stored.data, name: matrix };
  const [heads = 0, size = 0] = stored.shape; // [head, component]
  const row = head ?? 0;
  if (row >= heads)
    throw usageError(`head out of range: ${row}`, `expected a head from 0 to ${heads - 1}`);
  return {
    values: stored.data.subarray(row * size, (row + 1) * size),
    name: `${matrix} head ${row}`
  };
}
