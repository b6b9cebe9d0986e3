import { sumOf } from '../../array/statistics/sum-of.ts';
import type { NamedArrays } from '../../array/tensor.ts';
import { axis, countRange, epochAxis } from '../../figure/axes.ts';
import { okabeIto } from '../../figure/colors.ts';
import type { ScatterTrace, Series } from '../../figure/figure.ts';
import { type EpochTable, epochTable, missingArray } from '../parts/read-arrays.ts';
import { summaryOf, visualization } from '../visualization.ts';
import { frequencyRanges, thirds } from './frequency-ranges.ts';

const analyzer = 'neuron_freq_norm';

/**
 * Numbers of specialized neurons by range of their frequency over training (REQ_027). Takes the
 * neuron_freq_norm summary `{epochs, specialized_count_total, specialized_count_low, …}`.
 */
export default visualization({
  id: 'specialization_trajectory',
  title: 'Specialization',
  about:
    'When do neurons lock in (nine tenths of their variance, or as set) to low, middle and high frequencies?',
  kind: 'run',
  overEpochs: true,
  needs: summaryOf(analyzer),
  options: {
    nRangeBuckets: {
      type: 'number',
      default: null,
      min: 1,
      max: 20,
      integer: true,
      about: 'Number of equal frequency ranges; those of the analysis if not given.'
    }
  },
  aliases: ['activations.mlp.neuron_frequency_range'],
  figure(summary: NamedArrays, { nRangeBuckets }) {
    const table = epochTable(summary, analyzer);
    const ranges = nRangeBuckets === null ? storedRanges(table) : null;
    const lines = ranges ?? countedRanges(table, nRangeBuckets ?? 3);
    const total = table.maybeColumn('specialized_count_total') ?? totalOf(lines.map(({ y }) => y));
    const all: Line[] = [{ name: 'Total', about: 'all', color: okabeIto.blue, y: total }, ...lines];
    return {
      data: all.map(
        ({ name, about, color, y }): ScatterTrace => ({
          type: 'scatter',
          name,
          x: table.epochs,
          y,
          mode: 'lines+markers',
          line: { color, width: name === 'Total' ? 2.25 : 1.75 },
          marker: { color, size: 4 },
          hovertemplate: `epoch %{x}<br>${about}: %{y} neurons<extra></extra>`
        })
      ),
      heading: 'Specialization by frequency range',
      layout: {
        height: 300,
        xaxis: epochAxis,
        yaxis: axis('neurons', { range: countRange(all.map(({ y }) => y)) })
      }
    };
  }
});

interface Line {
  readonly name: string;
  readonly about: string;
  readonly color: string;
  readonly y: Series;
}

/**
 * The ranges that the analysis counted, or null where the summary has only counts per frequency.
 */
function storedRanges(table: EpochTable): readonly Line[] | null {
  const perRange = table.maybeRows('specialized_count_per_range');
  if (perRange && perRange.shape[1] !== thirds.length)
    return countedRanges(table, perRange.shape[1]);
  const frequencies = table.maybeRows('specialized_count_per_freq')?.shape[1];
  const spans = frequencies === undefined ? null : frequencyRanges(frequencies, thirds.length);
  const lines = thirds.flatMap(({ name, key, color }, i): Line[] => {
    const y = table.maybeColumn(key);
    return y ? [{ name, about: spans ? `${name} (${spans[i].label})` : name, color, y }] : [];
  });
  return lines.length > 0 ? lines : null;
}

function countedRanges(table: EpochTable, count: number): readonly Line[] {
  const counts = table.maybeRows('specialized_count_per_freq');
  if (!counts) throw missingArray('specialized_count_per_freq', analyzer);
  const [epochs = 0, frequencies = 0] = counts.shape; // [epoch, frequency]
  return frequencyRanges(frequencies, count).map(({ name, label, color, from, to }) => ({
    name,
    about: name === label ? label : `${name} (${label})`,
    color,
    y: Float64Array.from({ length: epochs }, (_, e) =>
      sumOf(counts.data.subarray(e * frequencies + from, e * frequencies + to))
    )
  }));
}

function totalOf(columns: readonly Series[]): Float64Array {
  return Float64Array.from({ length: columns[0].length }, (_, e) =>
    columns.reduce((sum, column) => sum + column[e], 0)
  );
}
