import { epochLine } from '../parts/epoch-line.ts';
import { largestOf, orNoFrequency } from '../parts/named-lines.ts';
import { primeOption } from '../parts/options.ts';
import { overEpochs } from '../parts/over-epochs.ts';
import { columnsOf, epochTable } from '../parts/read-arrays.ts';
import { acrossOf, visualization } from '../visualization.ts';
import { cohortsOf } from './cohorts.ts';

const analyzer = 'transient_cohorts';

/**
 * How much of a cohort's input weights its first component holds, over training; of lost
 * frequencies dashed (REQ_084). Takes transient_cohorts `{epochs, ever_qualified_freqs,
 * pc1_share_peak, pc1_share_own, …}` [epoch, frequency].
 */
export default visualization({
  id: 'transient_pc1_cohesion',
  title: 'Cohesion of cohorts',
  about:
    'When do the neurons that a frequency had at its peak draw together, and do they part again?',
  kind: 'run',
  overEpochs: true,
  needs: acrossOf(analyzer),
  options: {
    basis: {
      type: 'choice',
      choices: ['own', 'peak'],
      default: 'own',
      about: 'Share of all variance at each epoch, or within the three components of the peak.'
    },
    prime: primeOption
  },
  presets: { 'transient.pc1_cohesion': { basis: 'peak' } },
  figure(data, { basis, prime }) {
    const { epochs, rows } = epochTable(data, analyzer);
    const courses = columnsOf(rows(`pc1_share_${basis}`));
    const cohorts = cohortsOf(data, prime);
    const named = largestOf(cohorts.map(({ from, to }) => to - from));
    const lines = cohorts.map((cohort) => {
      const { index, frequency, color, isFinal, from, to } = cohort;
      const dash = isFinal ? 'solid' : 'dash';
      return epochLine(`k ${frequency}`, epochs, courses[index] ?? [], color, {
        hovertemplate: `epoch %{x}<br>k ${frequency}, ${to - from} neurons: %{y:.4~g}<extra></extra>`,
        line: { color, width: 1.75, dash },
        showlegend: named.has(index)
      });
    });
    const note = basis === 'peak' ? 'in the components of the peak' : 'of all variance';
    return {
      ...overEpochs(orNoFrequency(lines, epochs), 'PC1 share', { range: [-0.02, 1.05] }),
      note
    };
  }
});
