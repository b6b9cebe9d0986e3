import { percentile } from '../../array/statistics/percentile.ts';
import { rowsOf } from '../../array/tensor.ts';
import { axis } from '../../figure/axes.ts';
import { viridis } from '../../figure/colors.ts';
import { currentEpochOption, probeOption } from '../parts/options.ts';
import { learnedOrder, probeTicks } from '../parts/probe-order.ts';
import { probeAt, probeTexts } from '../parts/probe-texts.ts';
import { epochTable } from '../parts/read-arrays.ts';
import { stepMap } from '../parts/step-map.ts';
import { acrossOf, sourceOf, summaryOf, visualization } from '../visualization.ts';

const analyzer = 'probe_answers';
/** Below it an answer never comes up; what is above would look alike. */
const LEAST = -12;

/**
 * How probable the expected answer to each probe is at each checkpoint, as ln of its probability,
 * in the order of the probe map; colours end at the 5th percentile or at −12. Takes the
 * probe_answers summary `{epochs, answer_log_probability}` [epoch, probe], probe_learning and the
 * source probe_list.
 */
export default visualization({
  id: 'answer_log_probability',
  title: 'Log-probability of answers',
  about: 'How does the probability of each expected answer grow?',
  kind: 'run',
  time: 'step',
  needs: {
    answers: summaryOf(analyzer),
    learning: acrossOf('probe_learning'),
    probes: sourceOf('probe_list')
  },
  options: { currentEpoch: currentEpochOption, probe: probeOption },
  figure({ answers, learning, probes }, { currentEpoch, probe }) {
    const { epochs, rows } = epochTable(answers, analyzer);
    const texts = probeTexts(probes);
    const logs = rowsOf(rows('answer_log_probability'));
    const order = learnedOrder(learning, texts);
    const z = order.map((i) => logs.map((row) => row[i]));
    const all = Float64Array.from(z.flat().filter(Number.isFinite)).sort();
    const low = all.length > 0 ? Math.min(-1, Math.max(LEAST, percentile(all, 5))) : -1;
    const map = stepMap(epochs, currentEpoch, {
      name: 'ln p',
      z,
      colors: {
        ...{ colorscale: viridis, zmin: low, zmax: 0 },
        colorbar: { title: { text: 'ln p' } }
      },
      rows: axis('', { ...probeTicks(order, texts, probe), autorange: 'reversed' }),
      told: (row, step) => probeAt(texts, order[row], step),
      value: 'ln p %{z:.3f}'
    });
    return { ...map, note: `colours from ${low.toFixed(1)}` };
  }
});
