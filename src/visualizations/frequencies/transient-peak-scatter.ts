import type { NamedArrays } from '../../array/tensor.ts';
import { axis } from '../../figure/axes.ts';
import { frequencyColor } from '../../figure/colors.ts';
import type { ScatterTrace } from '../../figure/figure.ts';
import { ink } from '../../figure/theme.ts';
import { frequencyCount } from '../parts/frequency-count.ts';
import { mostNamed } from '../parts/named-lines.ts';
import { primeOption } from '../parts/options.ts';
import { arrayOf } from '../parts/read-arrays.ts';
import { acrossOf, visualization } from '../visualization.ts';
import { type Cohort, chosenCohort, cohortFrequencyOption, cohortsOf } from './cohorts.ts';

const analyzer = 'transient_cohorts';

/**
 * Neurons of a frequency at its peak, in the plane of their input weights' first two components,
 * by where they end. Takes transient_cohorts `{ever_qualified_freqs, peak_projections,
 * member_final_freq, …}` at the peak of a frequency.
 */
export default visualization({
  id: 'transient_peak_scatter',
  title: 'Cohort at its peak',
  about: 'How did the neurons of a frequency lie when it had the most, and where did they end?',
  kind: 'run',
  needs: acrossOf(analyzer),
  options: { frequency: cohortFrequencyOption, prime: primeOption },
  aliases: ['transient.peak_scatter'],
  figure(data, { frequency, prime }) {
    const cohort = chosenCohort(cohortsOf(data, prime), frequency);
    if (!cohort) return empty();
    const variances = arrayOf(data, 'peak_pc_var', 2, analyzer).data;
    const named = (c: number) =>
      `PC${c + 1} (${((variances[cohort.index * 3 + c] ?? 0) * 100).toFixed(1)}% var)`;
    const fate = cohort.isFinal ? 'kept' : 'lost again';
    const note = `${cohort.to - cohort.from} neurons, ${fate}`;
    return {
      data: fates(data, cohort, prime),
      heading: `Peak of k ${cohort.frequency}`,
      at: cohort.peakEpoch,
      note,
      layout: {
        xaxis: axis(named(0), { constrain: 'domain' }),
        yaxis: axis(named(1), { constrain: 'domain', scaleanchor: 'x' })
      }
    };
  }
});

/** A trace per frequency with which neurons of the cohort end, the most frequent first. */
function fates(data: NamedArrays, cohort: Cohort, prime: number | null): readonly ScatterTrace[] {
  const points = arrayOf(data, 'peak_projections', 2, analyzer).data;
  const finals = arrayOf(data, 'member_final_freq', 1, analyzer).data;
  const neurons = arrayOf(data, 'peak_members_flat', 1, analyzer).data;
  const most = frequencyCount(data, prime, finals);
  const byFate = new Map<number, number[]>();
  for (let member = cohort.from; member < cohort.to; member++) {
    const own = byFate.get(finals[member]) ?? [];
    own.push(member);
    byFate.set(finals[member], own);
  }
  return [...byFate]
    .sort(([, one], [, other]) => other.length - one.length)
    .map(([final, members], i): ScatterTrace => {
      const name = final < 0 ? 'ends on none' : `ends on k ${final + 1}`;
      return {
        type: 'scatter',
        name: `${name} (${members.length})`,
        x: members.map((member) => points[member * 3] ?? Number.NaN),
        y: members.map((member) => points[member * 3 + 1] ?? Number.NaN),
        mode: 'markers',
        marker: { color: final < 0 ? ink.line : frequencyColor(final + 1, most), size: 8 },
        text: members.map((member) => `neuron ${neurons[member]}`),
        hovertemplate: `%{text}<br>${name}<br>%{x:.4~g}, %{y:.4~g}<extra></extra>`,
        showlegend: i < mostNamed
      };
    });
}

function empty() {
  const none: ScatterTrace = {
    type: 'scatter',
    name: 'no neurons',
    x: [],
    y: [],
    mode: 'markers',
    hovertemplate: '<extra></extra>'
  };
  return {
    data: [none],
    heading: 'No frequency ever gathered enough neurons',
    layout: {
      xaxis: axis('PC1'),
      yaxis: axis('PC2')
    }
  };
}
