import { axis, epochAxis, upFromZero } from '../figure/axes.ts';
import { frequencyColor } from '../figure/colors.ts';
import { cursor } from '../figure/marks.ts';
import { ink, themed } from '../figure/theme.ts';
import { epochLine } from './parts/epoch-line.ts';
import { currentEpochOption, headline, primeOption, titleOption } from './parts/options.ts';
import { arrayOf, columnsOf, epochTable } from './parts/read-arrays.ts';
import { acrossOf, visualization } from './visualization.ts';

const analyzer = 'transient_frequency';
const MOST_NAMED = 5;

/** Neurons committed to each frequency that ever gathered many; those lost at the end dashed (REQ_084). */
export default visualization({
  id: 'transient_committed_counts',
  title: 'Transient frequencies',
  about: 'Which frequencies gather many neurons, and which of them are lost again?',
  kind: 'run',
  needs: acrossOf(analyzer),
  options: { currentEpoch: currentEpochOption, prime: primeOption, title: titleOption },
  aliases: ['transient.committed_counts'],
  figure(data, { currentEpoch, prime, title }) {
    const { epochs, rows } = epochTable(data, analyzer);
    const courses = columnsOf(rows('committed_counts'));
    const frequencies = arrayOf(data, 'ever_qualified_freqs', 1, analyzer).data;
    const isFinal = arrayOf(data, 'is_final', 1, analyzer).data;
    const most = prime === null ? Math.max(1, ...frequencies) + 1 : Math.floor(prime / 2);
    const lines = courses.map((course, i) => {
      const k = (frequencies[i] ?? 0) + 1;
      const color = frequencyColor(k, most);
      const dash = isFinal[i] ? 'solid' : 'dash';
      return epochLine(`k ${k}`, epochs, course, color, {
        line: { color, width: 1.75, dash },
        showlegend: i < MOST_NAMED
      });
    });
    const none = epochLine('no frequency', epochs, new Float64Array(epochs.length), ink.muted);
    return {
      data: lines.length > 0 ? lines : [none],
      layout: themed(headline(title, 'Neurons committed to a frequency'), {
        xaxis: epochAxis,
        yaxis: axis('neurons', { range: upFromZero(courses) }),
        ...cursor(currentEpoch)
      })
    };
  }
});
