import type { Tensor } from '../../array/tensor.ts';
import { axis, epochAxis } from '../../figure/axes.ts';
import { frequencyColor } from '../../figure/colors.ts';
import { threshold } from '../../figure/marks.ts';
import { columnsOf, epochTable } from '../parts/read-arrays.ts';
import { summaryOf, visualization } from '../visualization.ts';

const analyzer = 'unembedding_fourier';
const MOST = 4;

/**
 * How round the strongest frequencies are through training: of the sizes of sin k and cos k, or of
 * their circle. Takes the unembedding_fourier summary `{epochs, embedding_share,
 * embedding_circularity, …}` [epoch, frequency].
 */
export default visualization({
  id: 'fourier_balance',
  title: 'Balance of sin and cos',
  about: 'Does the model use both halves of each frequency, as full rotations need?',
  kind: 'run',
  overEpochs: true,
  needs: summaryOf(analyzer),
  options: {
    of: {
      type: 'choice',
      choices: ['embedding', 'unembedding'],
      default: 'embedding',
      about: 'Matrix to look at.'
    },
    measure: {
      type: 'choice',
      choices: ['circularity', 'balance'],
      default: 'circularity',
      about: 'Singular values of the two directions (no matter the phase), or norms of sin and cos.'
    }
  },
  figure(summary, { of, measure }) {
    const table = epochTable(summary, analyzer);
    const shares = table.rows(`${of}_share`); // [epoch, frequency]
    const values = columnsOf(table.rows(`${of}_${measure}`));
    const name = measure === 'balance' ? 'Balance of sin and cos' : 'Circularity';
    return {
      data: strongest(shares).map((k) => ({
        type: 'scatter',
        mode: 'lines',
        name: `k ${k + 1}`,
        x: table.epochs,
        y: values[k] ?? [],
        line: { color: frequencyColor(k + 1, values.length), width: 1.75 },
        hovertemplate: `k ${k + 1}<br>epoch %{x}<br>${measure} %{y:.4~g}<extra></extra>`
      })),
      heading: `${name} in the ${of}`,
      layout: {
        xaxis: epochAxis,
        yaxis: axis(measure, { range: [0, 1.05] }),
        ...threshold('y', 1, '')
      }
    };
  }
});

/** The frequencies (0-based) with the largest shares at the last epoch, ascending. */
function strongest({ data, shape }: Tensor): readonly number[] {
  const [epochs = 0, frequencies = 0] = shape;
  const last = Array.from({ length: frequencies }, (_, k) => data[(epochs - 1) * frequencies + k]);
  return last
    .map((share, k) => ({ share: Number.isFinite(share) ? share : -1, k }))
    .sort((one, other) => other.share - one.share)
    .slice(0, MOST)
    .map(({ k }) => k)
    .sort((one, other) => one - other);
}
