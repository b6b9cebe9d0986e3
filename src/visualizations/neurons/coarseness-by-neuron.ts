import { axis } from '../../figure/axes.ts';
import { labelMargin, marks, threshold } from '../../figure/marks.ts';
import { ink } from '../../figure/theme.ts';
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
 * Coarseness of each neuron at one epoch, coloured by region (REQ_024). Takes `{coarseness}`
 * [neuron] of one epoch as a bar per neuron.
 */
export default visualization({
  id: 'coarseness_by_neuron',
  title: 'Coarseness by neuron',
  about: 'Which neurons are blobs at this epoch?',
  kind: 'epoch',
  needs: epochOf('coarseness'),
  options: {
    blobThreshold: blobThresholdOption,
    plaidThreshold: plaidThresholdOption
  },
  aliases: ['activations.mlp.coarseness_by_neuron'],
  figure(artifact, { blobThreshold, plaidThreshold }) {
    checkThresholds(plaidThreshold, blobThreshold);
    const coarseness = arrayOf(artifact, 'coarseness', 1, 'coarseness');
    const bounds = {
      plaid: asStored(plaidThreshold, coarseness),
      blob: asStored(blobThreshold, coarseness)
    };
    const kinds = Array.from(coarseness.data, (value) => regions[regionOf(value, bounds)]);
    const neurons = coarseness.data.length;
    const note = `${kinds.filter((kind) => kind === regions[2]).length}/${neurons} blob neurons`;
    return {
      data: [
        {
          type: 'bar',
          name: 'Coarseness',
          x: Float64Array.from({ length: neurons }, (_, neuron) => neuron),
          y: coarseness.data,
          width: 1,
          marker: { color: kinds.map((kind) => kind?.color ?? ink.gap) },
          customdata: kinds.map((kind) => kind?.name.toLowerCase() ?? 'not a number'),
          hovertemplate: 'neuron %{x}<br>coarseness %{y:.7~g} (%{customdata})<extra></extra>',
          showlegend: false
        }
      ],
      note,
      layout: {
        width: 900,
        height: 300,
        bargap: 0,
        margin: labelMargin,
        xaxis: axis('neuron', { range: [-0.5, neurons - 0.5] }),
        yaxis: axis('coarseness', { range: [0, 1] }),
        ...marks(
          threshold('y', plaidThreshold, `plaid < ${plaidThreshold}`),
          threshold('y', blobThreshold, `blob ≥ ${blobThreshold}`)
        )
      }
    };
  }
});
