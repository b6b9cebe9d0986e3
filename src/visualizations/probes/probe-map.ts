import { rowsOf } from '../../array/tensor.ts';
import { axis } from '../../figure/axes.ts';
import { currentEpochOption, probeOption } from '../parts/options.ts';
import { learnedOrder, probeTicks } from '../parts/probe-order.ts';
import { probeAt, probeTexts } from '../parts/probe-texts.ts';
import { epochTable } from '../parts/read-arrays.ts';
import { rightScale } from '../parts/right-scale.ts';
import { stepMap } from '../parts/step-map.ts';
import { acrossOf, sourceOf, summaryOf, visualization } from '../visualization.ts';

const analyzer = 'probe_answers';

/**
 * Which probes each checkpoint answers right, in the order in which they are learned, the first at
 * the top; grey where no answer is expected. Takes the probe_answers summary `{epochs, correct}`
 * [epoch, probe], probe_learning and the source probe_list.
 */
export default visualization({
  id: 'probe_map',
  title: 'Probes',
  about: 'Which probes are learned when, and which are lost again?',
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
    const correct = rowsOf(rows('correct'));
    const order = learnedOrder(learning, texts);
    const last = correct.at(-1);
    const right = order.filter((i) => last?.[i] === 1).length;
    const map = stepMap(epochs, currentEpoch, {
      name: 'Right',
      z: order.map((i) => correct.map((row) => (row[i] >= 0 ? row[i] : Number.NaN))),
      colors: rightScale,
      rows: axis('', { ...probeTicks(order, texts, probe), autorange: 'reversed' }),
      told: (row, step) => probeAt(texts, order[row], step),
      value: 'right: %{z}'
    });
    return { ...map, note: `${right}/${order.length} right at the end` };
  }
});
