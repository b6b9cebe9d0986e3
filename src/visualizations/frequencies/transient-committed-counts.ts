import { upFromZero } from '../../figure/axes.ts';
import { frequencyColor } from '../../figure/colors.ts';
import { epochLine } from '../parts/epoch-line.ts';
import { frequencyCount } from '../parts/frequency-count.ts';
import { mostNamed, orNoFrequency } from '../parts/named-lines.ts';
import { primeOption } from '../parts/options.ts';
import { overEpochs } from '../parts/over-epochs.ts';
import { arrayOf, columnsOf, epochTable } from '../parts/read-arrays.ts';
import { acrossOf, visualization } from '../visualization.ts';

const analyzer = 'transient_frequency';

/**
 * Neurons committed to each frequency that ever gathered many; those lost at the end dashed
 * (REQ_084). Takes transient_frequency `{epochs, ever_qualified_freqs, is_final,
 * committed_counts}`.
 */
export default visualization({
  id: 'transient_committed_counts',
  title: 'Transient frequencies',
  about: 'Which frequencies gather many neurons, and which of them are lost again?',
  kind: 'run',
  overEpochs: true,
  needs: acrossOf(analyzer),
  options: { prime: primeOption },
  aliases: ['transient.committed_counts'],
  figure(data, { prime }) {
    const { epochs, rows } = epochTable(data, analyzer);
    const courses = columnsOf(rows('committed_counts'));
    const frequencies = arrayOf(data, 'ever_qualified_freqs', 1, analyzer).data;
    const isFinal = arrayOf(data, 'is_final', 1, analyzer).data;
    const most = frequencyCount(data, prime, frequencies);
    const lines = courses.map((course, i) => {
      const k = (frequencies[i] ?? 0) + 1;
      const color = frequencyColor(k, most);
      const dash = isFinal[i] ? 'solid' : 'dash';
      return epochLine(`k ${k}`, epochs, course, color, {
        line: { color, width: 1.75, dash },
        showlegend: i < mostNamed
      });
    });
    return {
      ...overEpochs(orNoFrequency(lines, epochs), 'neurons', { range: upFromZero(courses) }),
      heading: 'Neurons committed to a frequency'
    };
  }
});
