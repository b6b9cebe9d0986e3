import { viridis } from '../../figure/colors.ts';
import { gridSide, pairGrid, pairGridLayout } from '../parts/pair-grid.ts';
import { arrayOf } from '../parts/read-arrays.ts';
import { acrossOf, visualization } from '../visualization.ts';

const analyzer = 'learning_events';

/**
 * How often each pair was answered right and at the next checkpoint wrong; grey for pairs outside a
 * probe set or without an answer. Takes learning_events `{forgetting_events}` [pair] over a and b.
 */
export default visualization({
  id: 'forgetting_map',
  title: 'Forgetting',
  about: 'Which pairs does the model know and lose again?',
  kind: 'run',
  square: true,
  needs: acrossOf(analyzer),
  figure(data) {
    const { data: events } = arrayOf(data, 'forgetting_events', 1, analyzer);
    const side = gridSide(events.length, 'forgetting_events', analyzer);
    let [most, pairs, looked] = [1, 0, 0];
    for (const times of events) {
      most = Math.max(most, times);
      if (times > 0) pairs++;
      if (times >= 0) looked++;
    }
    const z = pairGrid(side, (pair) => (events[pair] < 0 ? Number.NaN : events[pair]));
    return {
      data: [
        {
          type: 'heatmap',
          name: 'Times',
          z,
          colorscale: viridis,
          zmin: 0,
          zmax: most,
          colorbar: { title: { text: 'times' } },
          hoverongaps: false,
          hovertemplate: 'a %{y}, b %{x}<br>forgotten %{z} times<extra></extra>'
        }
      ],
      note: `${pairs}/${looked} forgotten at least once`,
      layout: pairGridLayout
    };
  }
});
