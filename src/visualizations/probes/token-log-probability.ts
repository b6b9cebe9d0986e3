import { rowsOf } from '../../array/tensor.ts';
import { textsIn } from '../../array/text-array.ts';
import { axis } from '../../figure/axes.ts';
import { viridis } from '../../figure/colors.ts';
import { currentEpochOption, shownProbeOption } from '../parts/options.ts';
import { probeTexts, shown } from '../parts/probe-texts.ts';
import { arrayOf, epochTable, missingArray } from '../parts/read-arrays.ts';
import { stepMap } from '../parts/step-map.ts';
import { acrossOf, sourceOf, visualization } from '../visualization.ts';

const analyzer = 'token_learning';

/**
 * How probable each token of the expected answer to one probe is at each checkpoint, given the
 * prompt and the tokens before it; the first token at the top. Takes token_learning
 * `{answer_offsets, token_texts, log_probability, token_learned_at}` and the source probe_list.
 */
export default visualization({
  id: 'token_log_probability',
  title: 'Tokens of an answer',
  about: 'Which tokens of the answer does the model learn first, and which last?',
  kind: 'run',
  time: 'step',
  needs: { tokens: acrossOf(analyzer), probes: sourceOf('probe_list') },
  options: { probe: shownProbeOption, currentEpoch: currentEpochOption },
  figure({ tokens, probes }, { probe, currentEpoch }) {
    const texts = probeTexts(probes);
    const { epochs, rows } = epochTable(tokens, analyzer);
    const offsets = arrayOf(tokens, 'answer_offsets', 1, analyzer).data;
    if (offsets.length !== texts.count + 1)
      throw missingArray('answer_offsets', analyzer, `is not of ${texts.count} probes`);
    if (texts.count === 0) throw missingArray('known', 'probe_list', 'has no probes');
    const i = Math.min(probe, texts.count - 1);
    const [from, to] = [offsets[i], offsets[i + 1]];
    const logs = rowsOf(rows('log_probability'));
    const learned = arrayOf(tokens, 'token_learned_at', 1, analyzer).data;
    const words = textsIn(arrayOf(tokens, 'token_texts', 1, analyzer), learned.length);
    const places = Array.from({ length: to - from }, (_, k) => from + k).filter(
      (at) => at >= 0 && at < learned.length
    );
    const z = places.map((at) => logs.map((row) => row[at]));
    const low = Math.min(-1, ...z.flat().filter(Number.isFinite));
    const told = (at: number) =>
      learned[at] < 0 ? 'never learned' : `learned at step ${learned[at]}`;
    const map = stepMap(epochs, currentEpoch, {
      name: 'ln p',
      z,
      colors: {
        ...{ colorscale: viridis, zmin: Math.max(-20, low), zmax: 0 },
        colorbar: { title: { text: 'ln p' } }
      },
      rows: axis('', {
        tickvals: places.map((_, k) => k),
        ticktext: places.map((at) => shown(words[at], 12)),
        autorange: 'reversed'
      }),
      told: (row, step) => `${shown(words[places[row]], 12)}<br>${told(places[row])}<br>${step}`,
      value: 'ln p %{z:.3f}'
    });
    return {
      ...map,
      heading: `${texts.ids[i]}: ${shown(texts.prompts[i], 60)}`,
      note: places.length > 0 ? '' : 'no answer is expected'
    };
  }
});
