import { rowsOf } from '../../array/tensor.ts';
import { axis } from '../../figure/axes.ts';
import { viridis } from '../../figure/colors.ts';
import { ink } from '../../figure/theme.ts';
import { currentEpochOption, probeOption } from '../parts/options.ts';
import { learnedOrder, probeTicks } from '../parts/probe-order.ts';
import { probeTexts } from '../parts/probe-texts.ts';
import { arrayOf, epochTable, missingArray } from '../parts/read-arrays.ts';
import { stepColumns } from '../parts/step-columns.ts';
import { acrossOf, sourceOf, visualization } from '../visualization.ts';

const analyzer = 'token_learning';

/**
 * How unsure the model is of the tokens of each expected answer, on average, at each checkpoint, in
 * the order of the probe map. Takes token_learning `{answer_offsets, entropy}`, probe_learning and
 * the source probe_list.
 */
export default visualization({
  id: 'probe_entropy_map',
  title: 'Entropy of answers',
  about: 'Which probes is the model unsure of, and until when?',
  kind: 'run',
  time: 'step',
  needs: {
    tokens: acrossOf(analyzer),
    learning: acrossOf('probe_learning'),
    probes: sourceOf('probe_list')
  },
  options: { currentEpoch: currentEpochOption, probe: probeOption },
  figure({ tokens, learning, probes }, { currentEpoch, probe }) {
    const texts = probeTexts(probes);
    const { epochs, rows } = epochTable(tokens, analyzer);
    const offsets = arrayOf(tokens, 'answer_offsets', 1, analyzer).data;
    if (offsets.length !== texts.count + 1)
      throw missingArray('answer_offsets', analyzer, `is not of ${texts.count} probes`);
    const entropies = rowsOf(rows('entropy'));
    const order = learnedOrder(learning, texts);
    const mean = (row: ArrayLike<number>, i: number) => {
      let sum = 0;
      for (let at = offsets[i]; at < offsets[i + 1]; at++) sum += row[at];
      return sum / (offsets[i + 1] - offsets[i]);
    };
    const z = order.map((i) => entropies.map((row) => mean(row, i)));
    const most = Math.max(0, ...z.flat().filter(Number.isFinite));
    const { x, xaxis, names, shapes } = stepColumns(epochs, currentEpoch);
    return {
      data: [
        {
          type: 'heatmap',
          name: 'Entropy',
          x,
          y: order.map((_, row) => row),
          z,
          colorscale: viridis,
          zmin: 0,
          zmax: most || 1,
          colorbar: { title: { text: 'nats' } },
          hoverongaps: false,
          customdata: order.map((i) =>
            names.map((at) => `${texts.ids[i]}<br>${texts.prompts[i]}<br>${at}`)
          ),
          hovertemplate: '%{customdata}<br>%{z:.3f} nats<extra></extra>'
        }
      ],
      layout: {
        plot_bgcolor: ink.gap,
        xaxis,
        yaxis: axis('', { ...probeTicks(order, texts, probe), autorange: 'reversed' }),
        shapes
      }
    };
  }
});
