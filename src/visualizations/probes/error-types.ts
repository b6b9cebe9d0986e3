import { cached } from '../../array/cached.ts';
import { sumOf } from '../../array/statistics/sum-of.ts';
import { rowsOf } from '../../array/tensor.ts';
import { textsIn } from '../../array/text-array.ts';
import { countRange } from '../../figure/axes.ts';
import { overSteps, stepLine } from '../parts/over-steps.ts';
import { shown } from '../parts/probe-texts.ts';
import { epochTable } from '../parts/read-arrays.ts';
import { seriesColor, seriesLine } from '../parts/series-style.ts';
import { summaryOf, visualization } from '../visualization.ts';

const analyzer = 'probe_errors';

/**
 * How many answers are wrong in each way, by step; ways that never occur are absent. Takes the
 * probe_errors summary `{epochs, types, type_count}` [epoch, type].
 */
export default visualization({
  id: 'error_types',
  title: 'Error types',
  about: 'In which ways are answers wrong, and when does each end?',
  kind: 'run',
  time: 'step',
  overEpochs: true,
  needs: summaryOf(analyzer),
  figure(summary) {
    const { epochs, rows } = epochTable(summary, analyzer);
    const lines = cached(summary, 'types', () => {
      const counts = rowsOf(rows('type_count'));
      const [bytes = new Uint8Array(0)] = rowsOf(rows('types'));
      const width = counts[0]?.length ?? 0;
      const names = textsIn({ dtype: 'uint8', shape: [bytes.length], data: bytes }, width);
      const wrong = names.flatMap((name, type) =>
        name !== 'correct' && counts.some((row) => row[type] > 0) ? [{ name, type }] : []
      );
      return wrong.map(({ name, type }, i) =>
        stepLine(
          shown(name.replaceAll('_', ' ')),
          epochs,
          counts.map((row) => row[type]),
          seriesColor(i),
          { line: seriesLine(i) }
        )
      );
    });
    const all = sumOf(rowsOf(rows('type_count'))[0] ?? []);
    return {
      ...overSteps(lines, 'answers', { range: countRange(lines.map(({ y }) => y)) }),
      note: `of ${all}`
    };
  }
});
