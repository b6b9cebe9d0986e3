import { rowsOf } from '../../array/tensor.ts';
import { axis } from '../../figure/axes.ts';
import { currentEpochOption } from '../parts/options.ts';
import { probeAt, probeTexts } from '../parts/probe-texts.ts';
import { epochTable } from '../parts/read-arrays.ts';
import { rightScale } from '../parts/right-scale.ts';
import { stepMap } from '../parts/step-map.ts';
import { sourceOf, summaryOf, visualization } from '../visualization.ts';

const analyzer = 'probe_answers';
/**
 * Which hard examples are answered right at each checkpoint, grouped by category; without hard
 * examples, none. Takes the probe_answers summary `{epochs, correct}` [epoch, probe] and the source
 * probe_list.
 */
export default visualization({
  id: 'hard_example_board',
  title: 'Hard examples',
  about: 'Which of the hard examples does each checkpoint get right?',
  kind: 'run',
  time: 'step',
  needs: { answers: summaryOf(analyzer), probes: sourceOf('probe_list') },
  options: { currentEpoch: currentEpochOption },
  figure({ answers, probes }, { currentEpoch }) {
    const { epochs, rows } = epochTable(answers, analyzer);
    const texts = probeTexts(probes);
    const correct = rowsOf(rows('correct'));
    const hard = Array.from({ length: texts.count }, (_, i) => i)
      .filter(texts.isHard)
      .sort((a, b) => (texts.categories[a] < texts.categories[b] ? -1 : 1) || a - b)
      .reverse();
    const z = hard.map((probe) =>
      correct.map((row) => (row[probe] === 0 || row[probe] === 1 ? row[probe] : Number.NaN))
    );
    const last = correct.at(-1);
    const right = hard.filter((probe) => last?.[probe] === 1).length;
    const map = stepMap(epochs, currentEpoch, {
      name: 'Right',
      z,
      colors: rightScale,
      rows: axis('', {
        tickvals: hard.map((_, i) => i),
        ticktext: hard.map((i) => texts.ids[i])
      }),
      told: (row, step) => probeAt(texts, hard[row], step),
      value: 'right: %{z}'
    });
    return {
      ...map,
      note:
        hard.length > 0 ? `${right}/${hard.length} right at the end` : 'none given: import --hard'
    };
  }
});
