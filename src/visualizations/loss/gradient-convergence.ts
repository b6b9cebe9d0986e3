import { finiteExtent } from '../../array/statistics/finite-extent.ts';
import type { NamedArrays } from '../../array/tensor.ts';
import { axis, epochAxis, logAxis } from '../../figure/axes.ts';
import { okabeIto } from '../../figure/colors.ts';
import type { Annotation, ScatterTrace } from '../../figure/figure.ts';
import { cursor, labelMargin } from '../../figure/marks.ts';
import { label } from '../../figure/theme.ts';
import { epochLine } from '../parts/epoch-line.ts';
import { currentEpochOption } from '../parts/options.ts';
import { arrayOf, epochTable } from '../parts/read-arrays.ts';
import { groupColors } from '../parts/weight-groups.ts';
import { acrossOf, visualization } from '../visualization.ts';

const analyzer = 'gradient_site';
const places = ['embedding', 'attention', 'mlp'] as const;
const pairs = [
  ['emb_attn', 'emb–attn', okabeIto.purple],
  ['emb_mlp', 'emb–mlp', okabeIto.orange],
  ['attn_mlp', 'attn–mlp', okabeIto.sky]
] as const;

/**
 * Cosines between the frequencies that the training gradient pushes in the parts of the model
 * (above), and its size there (below). Takes gradient_site `{epochs, course_similarity_emb_attn,
 * course_magnitude_mlp, …}`.
 */
export default visualization({
  id: 'gradient_convergence',
  title: 'Convergence of the gradient',
  about: 'When does training push the same frequencies everywhere, and how hard?',
  kind: 'run',
  needs: acrossOf(analyzer),
  options: { currentEpoch: currentEpochOption },
  aliases: ['analysis.gradient.site_convergence'],
  figure(data, { currentEpoch }) {
    const { epochs, column } = courseOf(data);
    const above = pairs.map(([key, name, color]) =>
      epochLine(name, epochs, column(`similarity_${key}`), color)
    );
    const below = places.map((place): ScatterTrace => {
      const more = { yaxis: 'y2', showlegend: false };
      return epochLine(place, epochs, column(`magnitude_${place}`), groupColors[place], more);
    });
    const least = Math.min(1, ...above.map(({ y }) => finiteExtent(y)?.[0] ?? 1));
    const { shapes, annotations } = cursor(currentEpoch);
    return {
      data: [...above, ...below],
      heading: 'Gradient by frequency',
      layout: {
        margin: labelMargin,
        xaxis: { ...epochAxis, anchor: 'y2' },
        yaxis: axis('cosine', { domain: [0.5, 1], range: [Math.max(-0.05, least - 0.05), 1.02] }),
        yaxis2: axis('size of the gradient', {
          domain: [0, 0.42],
          anchor: 'x',
          ...logAxis(below.map(({ y }) => y))
        }),
        shapes,
        annotations: [...annotations, ...namedApart(below)]
      }
    };
  }
});

/** All epochs, or the samples where a file of the Python workbench has only these. */
function courseOf(data: NamedArrays) {
  if (data.course_magnitude_mlp) {
    const { epochs, column } = epochTable(data, analyzer);
    return { epochs, column: (key: string) => column(`course_${key}`) };
  }
  const { data: epochs } = arrayOf(data, 'window_epochs', 1, analyzer);
  return { epochs, column: (key: string) => arrayOf(data, key, 1, analyzer).data };
}

/**
 * The names of lines right of their last points, moved up where they would lie on each other: the
 * legend is that of the panel above.
 */
function namedApart(lines: readonly ScatterTrace[]): readonly Annotation[] {
  const extents = lines.map(({ y }) => finiteExtent(y, 0) ?? [1, 1]);
  const low = Math.log10(Math.min(...extents.map(([least]) => least)));
  const high = Math.log10(Math.max(...extents.map(([, most]) => most)));
  let free = Number.NEGATIVE_INFINITY;
  return lines
    .map(({ name = '', y }) => ({ name, last: y[y.length - 1] ?? 0 }))
    .filter(({ last }) => last > 0 && last < Infinity)
    .sort((one, other) => one.last - other.last)
    .map(({ name, last }) => {
      const y = Math.max(Math.log10(last), free);
      free = y + 0.08 * (high - low);
      return label(name, {
        x: 1,
        y,
        xref: 'paper',
        yref: 'y2',
        xanchor: 'left',
        yanchor: 'middle'
      });
    });
}
