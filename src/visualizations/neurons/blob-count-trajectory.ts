import { countRange } from '../../figure/axes.ts';
import { overEpochs } from '../parts/over-epochs.ts';
import { epochTable } from '../parts/read-arrays.ts';
import { summaryOf, visualization } from '../visualization.ts';
import { regions } from './coarseness-regions.ts';

const color = regions[2].color;

/**
 * Number of blob neurons over training (REQ_024). Takes the coarseness summary `{epochs,
 * blob_count}`.
 */
export default visualization({
  id: 'blob_count_trajectory',
  title: 'Blob count',
  about: 'How many neurons are blobs, and when do they become so?',
  kind: 'run',
  overEpochs: true,
  needs: summaryOf('coarseness'),
  aliases: ['activations.mlp.blob_count_trajectory'],
  figure(summary) {
    const table = epochTable(summary, 'coarseness');
    const y = table.column('blob_count');
    return {
      ...overEpochs(
        [
          {
            type: 'scatter',
            name: 'Blob neurons',
            x: table.epochs,
            y,
            mode: 'lines+markers',
            line: { color, width: 2 },
            marker: { color, size: 4 },
            hovertemplate: 'epoch %{x}<br>%{y} blob neurons<extra></extra>',
            showlegend: false
          }
        ],
        'neurons',
        { range: countRange([y]) }
      ),
      heading: 'Blob neurons'
    };
  }
});
