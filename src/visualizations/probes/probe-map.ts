import { rowsOf } from '../../array/tensor.ts';
import { axis } from '../../figure/axes.ts';
import { ink } from '../../figure/theme.ts';
import { currentEpochOption, probeOption } from '../parts/options.ts';
import { learnedOrder, probeTicks } from '../parts/probe-order.ts';
import { probeTexts } from '../parts/probe-texts.ts';
import { epochTable } from '../parts/read-arrays.ts';
import { rightScale } from '../parts/right-scale.ts';
import { stepColumns } from '../parts/step-columns.ts';
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
    const { x, xaxis, names, shapes } = stepColumns(epochs, currentEpoch);
    const last = correct.at(-1);
    const right = order.filter((i) => last?.[i] === 1).length;
    return {
      data: [
        {
          type: 'heatmap',
          name: 'Right',
          x,
          y: order.map((_, row) => row),
          z: order.map((i) => correct.map((row) => (row[i] >= 0 ? row[i] : Number.NaN))),
          ...rightScale,
          customdata: order.map((i) =>
            names.map((at) => `${texts.ids[i]}<br>${texts.prompts[i]}<br>${at}`)
          ),
          hovertemplate: '%{customdata}<br>right: %{z}<extra></extra>'
        }
      ],
      note: `${right}/${order.length} right at the end`,
      layout: {
        plot_bgcolor: ink.gap,
        xaxis,
        yaxis: axis('', { ...probeTicks(order, texts, probe), autorange: 'reversed' }),
        shapes
      }
    };
  }
});
