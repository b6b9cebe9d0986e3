import { binEdges, binOf } from '../../array/statistics/histogram.ts';
import { axis } from '../../figure/axes.ts';
import type { BarTrace } from '../../figure/figure.ts';
import { marks, threshold } from '../../figure/marks.ts';
import { arrayOf, asStored } from '../parts/read-arrays.ts';
import { epochOf, visualization } from '../visualization.ts';
import {
  blobThresholdOption,
  checkThresholds,
  plaidThresholdOption,
  regionOf,
  regions
} from './coarseness-regions.ts';

/**
 * Histogram of the coarseness of all neurons at one epoch, by region (REQ_024). Takes
 * `{coarseness}` [neuron] of one epoch as a histogram by region.
 */
export default visualization({
  id: 'coarseness_distribution',
  title: 'Coarseness distribution',
  about: 'How many neurons are plaids, blobs or in between at this epoch?',
  kind: 'epoch',
  needs: epochOf('coarseness'),
  options: {
    blobThreshold: blobThresholdOption,
    plaidThreshold: plaidThresholdOption,
    nBins: {
      type: 'number',
      default: 20,
      min: 1,
      max: 1000,
      integer: true,
      about: 'Number of equal bins over 0 to 1.'
    }
  },
  aliases: ['activations.mlp.coarseness_distribution'],
  figure(artifact, { blobThreshold, plaidThreshold, nBins }) {
    checkThresholds(plaidThreshold, blobThreshold);
    const coarseness = arrayOf(artifact, 'coarseness', 1, 'coarseness');
    const bounds = {
      plaid: asStored(plaidThreshold, coarseness),
      blob: asStored(blobThreshold, coarseness)
    };
    const edges = binEdges(0, 1, nBins);
    const stored = edges.map((edge) => asStored(edge, coarseness));
    const counts = regions.map(() => new Float64Array(nBins));
    for (const value of coarseness.data) {
      const region = regionOf(value, bounds);
      // Rounding can leave a fraction a hair outside 0 to 1.
      if (region >= 0) counts[region][binOf(Math.min(1, Math.max(0, value)), stored)]++;
    }
    const totals = counts.map((bins) => bins.reduce((sum, count) => sum + count, 0));
    const bars = regions.flatMap(({ name, color }, region): BarTrace[] => {
      if (totals[region] === 0) return [];
      return [
        {
          type: 'bar',
          name,
          x: Float64Array.from({ length: nBins }, (_, bin) => (bin + 0.5) / nBins),
          y: counts[region],
          width: 1 / nBins,
          marker: { color, line: { color: '#ffffff', width: 1 } },
          customdata: Array.from({ length: nBins }, (_, bin) => [edges[bin], edges[bin + 1]]),
          hovertemplate: `${name.toLowerCase()}, coarseness %{customdata[0]:.4~g} to %{customdata[1]:.4~g}<br>%{y} neurons<extra></extra>`
        }
      ];
    });
    const note = `${totals[2]}/${coarseness.data.length} blob neurons`;
    return {
      data: bars,
      note,
      layout: {
        barmode: 'stack',
        showlegend: true,
        bargap: 0,
        xaxis: axis('coarseness', { range: [0, 1] }),
        yaxis: axis('neurons'),
        ...marks(
          threshold('x', plaidThreshold, `plaid < ${plaidThreshold}`),
          threshold('x', blobThreshold, `blob ≥ ${blobThreshold}`)
        )
      }
    };
  }
});
