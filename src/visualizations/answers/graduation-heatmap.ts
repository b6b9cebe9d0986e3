import { finiteExtent } from '../../array/statistics/finite-extent.ts';
import { viridis } from '../../figure/colors.ts';
import { currentEpochOption } from '../parts/options.ts';
import { gridSide, pairGrid, pairGridLayout } from '../parts/pair-grid.ts';
import { arrayOf } from '../parts/read-arrays.ts';
import { acrossOf, visualization } from '../visualization.ts';

const analyzer = 'input_trace_graduation';

/**
 * From which epoch on each pair is answered right three checkpoints in a row; grey for never.
 * Takes input_trace_graduation `{graduation_epochs}` [pair] over a and b.
 */
export default visualization({
  id: 'graduation_heatmap',
  title: 'Graduation of pairs',
  about: 'In which order does the model learn the pairs?',
  kind: 'run',
  square: true,
  needs: acrossOf(analyzer),
  options: { currentEpoch: currentEpochOption },
  aliases: ['input_trace.graduation_heatmap'],
  figure(data) {
    const { data: epochs } = arrayOf(data, 'graduation_epochs', 1, analyzer);
    const side = gridSide(epochs.length, 'graduation_epochs', analyzer);
    const z = pairGrid(side, (pair) => (epochs[pair] < 0 ? Number.NaN : epochs[pair]));
    const [low, high] = finiteExtent(epochs.filter((epoch) => epoch >= 0)) ?? [0, 1];
    const learned = epochs.filter((epoch) => epoch >= 0).length;
    const looked = epochs.filter((epoch) => epoch > -2).length;
    return {
      data: [
        {
          type: 'heatmap',
          name: 'Epoch',
          z,
          colorscale: viridis,
          zmin: low,
          zmax: high > low ? high : low + 1,
          colorbar: { title: { text: 'epoch' } },
          hoverongaps: false,
          hovertemplate: 'a %{y}, b %{x}<br>right from epoch %{z}<extra></extra>'
        }
      ],
      note: `${learned}/${looked} learned`,
      layout: pairGridLayout
    };
  }
});
