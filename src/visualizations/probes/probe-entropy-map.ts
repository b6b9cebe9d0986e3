import { rowsOf } from '../../array/tensor.ts';
import { axis } from '../../figure/axes.ts';
import { viridis } from '../../figure/colors.ts';
import { currentEpochOption, probeOption } from '../parts/options.ts';
import { learnedOrder, probeTicks } from '../parts/probe-order.ts';
import { probeAt, probeTexts } from '../parts/probe-texts.ts';
import { arrayOf, epochTable, missingArray } from '../parts/read-arrays.ts';
import { stepMap } from '../parts/step-map.ts';
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
    return stepMap(epochs, currentEpoch, {
      name: 'Entropy',
      z,
      colors: {
        ...{ colorscale: viridis, zmin: 0, zmax: most || 1 },
        colorbar: { title: { text: 'nats' } }
      },
      rows: axis('', { ...probeTicks(order, texts, probe), autorange: 'reversed' }),
      told: (row, step) => probeAt(texts, order[row], step),
      value: '%{z:.3f} nats'
    });
  }
});
