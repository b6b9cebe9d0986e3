import type { Numbers } from '../../array/tensor.ts';
import { axis, epochAxis, upFromZero } from '../../figure/axes.ts';
import type { ScatterTrace } from '../../figure/figure.ts';
import { labelMargin, marks, threshold } from '../../figure/marks.ts';
import { epochTable } from '../parts/read-arrays.ts';
import { summaryOf, visualization } from '../visualization.ts';
import { blobThresholdOption, regions } from './coarseness-regions.ts';

const plaid = regions[0].color;

/**
 * Mean coarseness of all neurons over training with the band from the 25th to the 75th percentile
 * (REQ_024). Takes the coarseness summary `{epochs, mean_coarseness, p25_coarseness,
 * p75_coarseness}`.
 */
export default visualization({
  id: 'coarseness_trajectory',
  title: 'Coarseness',
  about:
    'Do the neurons turn from plaids (fine weaves over the pairs) into blobs (few, wide patches), and when?',
  kind: 'run',
  overEpochs: true,
  needs: summaryOf('coarseness'),
  options: {
    blobThreshold: blobThresholdOption,
    fitted: {
      type: 'boolean',
      default: false,
      about: 'Fit the axis to the neurons, where they stay far below the threshold.'
    }
  },
  aliases: ['activations.mlp.coarseness_trajectory'],
  figure(summary, { blobThreshold, fitted }) {
    const table = epochTable(summary, 'coarseness');
    const range = fitted ? upFromZero([table.column('p75_coarseness')]) : ([0, 1] as const);
    const edge = { width: 0, color: plaid };
    const line = (name: string, key: string): ScatterTrace => ({
      type: 'scatter',
      name,
      x: table.epochs,
      y: table.column(key) as Numbers,
      mode: 'lines',
      hovertemplate: `epoch %{x}<br>${name.toLowerCase()} %{y:.6~g}<extra></extra>`
    });
    return {
      data: [
        { ...line('p25', 'p25_coarseness'), line: edge, showlegend: false },
        {
          ...line('p75', 'p75_coarseness'),
          line: edge,
          fill: 'tonexty',
          fillcolor: 'rgba(31,119,180,0.15)',
          showlegend: false
        },
        {
          ...line('Mean', 'mean_coarseness'),
          mode: 'lines+markers',
          line: { color: plaid, width: 2 },
          marker: { color: plaid, size: 4 },
          showlegend: false
        }
      ],
      heading: 'Mean coarseness, band p25–p75',
      layout: {
        height: 300,
        margin: labelMargin,
        xaxis: epochAxis,
        yaxis: axis('coarseness', { range }),
        ...marks(
          ...(blobThreshold <= range[1]
            ? [threshold('y', blobThreshold, `blob ≥ ${blobThreshold}`)]
            : [])
        )
      }
    };
  }
});
