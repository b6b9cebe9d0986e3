import { finiteExtent } from '../../array/statistics/finite-extent.ts';
import { binEdges, histogram } from '../../array/statistics/histogram.ts';
import { mean } from '../../array/statistics/mean.ts';
import { median } from '../../array/statistics/percentile.ts';
import { axis } from '../../figure/axes.ts';
import { okabeIto } from '../../figure/colors.ts';
import { type Marks, marks, threshold } from '../../figure/marks.ts';
import { arrayOf, maybeScalar, missingArray } from '../parts/read-arrays.ts';
import { epochOf, visualization } from '../visualization.ts';

const analyzer = 'landscape_flatness';

/**
 * How the rise of the loss is spread over random directions at one epoch (REQ_031). Takes
 * `{delta_losses, baseline_loss}` of one epoch as a histogram.
 */
export default visualization({
  id: 'perturbation_distribution',
  title: 'Perturbations of the loss',
  about: 'Is the loss landscape as flat in most directions at this epoch?',
  kind: 'epoch',
  needs: epochOf(analyzer),
  options: {
    nBins: {
      type: 'number',
      default: 30,
      min: 1,
      max: 1000,
      integer: true,
      about: 'Number of bins.'
    }
  },
  aliases: ['loss_landscape.perturbation_distribution'],
  figure(artifact, { nBins }) {
    const { data } = arrayOf(artifact, 'delta_losses', 1, analyzer);
    const extent = finiteExtent(data);
    if (!extent) throw missingArray('delta_losses', analyzer, 'has no finite numbers');
    const finite = Float64Array.from(data).filter(Number.isFinite);
    const [low, high] = extent[1] > extent[0] ? extent : [extent[0] - 0.5, extent[0] + 0.5];
    const edges = binEdges(low, high, nBins);
    const width = (high - low) / nBins;
    const baseline = maybeScalar(artifact, 'baseline_loss') ?? 0;
    const limit = baseline > 0 ? 0.1 * baseline : 0.1;
    const flat = finite.filter((delta) => delta < limit).length / finite.length;
    return {
      data: [
        {
          type: 'bar',
          name: 'Directions',
          x: Float64Array.from({ length: nBins }, (_, i) => low + (i + 0.5) * width),
          y: histogram(finite, edges),
          width,
          marker: { color: okabeIto.sky, line: { color: '#ffffff', width: 1 } },
          hovertemplate: 'rise %{x:.3~g}<br>%{y} directions<extra></extra>'
        }
      ],
      heading: 'Rise of the loss',
      note: `${(100 * flat).toFixed(0)}% flat`,
      layout: {
        bargap: 0,
        xaxis: axis('rise of the loss'),
        yaxis: axis('directions'),
        ...apart(threshold('x', mean(finite), 'mean'), threshold('x', median(finite), 'median'))
      }
    };
  }
});

/** Both marks with their labels on the sides that look away from each other. */
function apart(one: Marks, other: Marks): Marks {
  const both = marks(one, other);
  const last = Math.max(...both.annotations.map(({ x }) => x));
  const annotations = both.annotations.map((text, i) => {
    const isRight = text.x === last && (i === 1 || both.annotations[1].x < last);
    return { ...text, xanchor: isRight ? ('left' as const) : ('right' as const) };
  });
  return { ...both, annotations };
}
