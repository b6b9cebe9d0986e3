import { axis } from '../../figure/axes.ts';
import { viridis } from '../../figure/colors.ts';
import { ink } from '../../figure/theme.ts';
import { probeOption } from '../parts/options.ts';
import { probeTexts } from '../parts/probe-texts.ts';
import { arrayOf, missingArray } from '../parts/read-arrays.ts';
import { acrossOf, sourceOf, visualization } from '../visualization.ts';

const analyzer = 'probe_learning';

/**
 * Each probe by the mean and the standard deviation over checkpoints of the probability of its
 * expected answer: easy ones above, hard ones below, ambiguous ones to the right (Swayamdipta et
 * al. 2020, arXiv:2009.10795); colours tell the share of checkpoints that are right. Takes
 * probe_learning `{mean_probability, probability_deviation, correct_share}` [probe] and the source
 * probe_list.
 */
export default visualization({
  id: 'probe_cartography',
  title: 'Cartography of the probes',
  about: 'Which probes are easy, hard or ambiguous over training?',
  kind: 'run',
  time: 'step',
  needs: { learning: acrossOf(analyzer), probes: sourceOf('probe_list') },
  options: { probe: probeOption },
  figure({ learning, probes }, { probe }) {
    const texts = probeTexts(probes);
    const of = (key: string) => {
      const { data } = arrayOf(learning, key, 1, analyzer);
      if (data.length !== texts.count) throw missingArray(key, analyzer, 'is of other probes');
      return data;
    };
    const [mean, deviation, share] = [
      'mean_probability',
      'probability_deviation',
      'correct_share'
    ].map(of);
    const known = Array.from({ length: texts.count }, (_, i) => i).filter(
      (i) => Number.isFinite(mean[i]) && Number.isFinite(deviation[i])
    );
    const marked = probe !== null && known.includes(probe) ? [probe] : [];
    return {
      data: [
        {
          type: 'scatter',
          name: 'probes',
          mode: 'markers',
          x: known.map((i) => deviation[i]),
          y: known.map((i) => mean[i]),
          marker: {
            color: Float64Array.from(known, (i) => share[i]),
            colorscale: viridis,
            cmin: 0,
            cmax: 1,
            size: 8,
            showscale: true,
            colorbar: { title: { text: 'right' } }
          },
          customdata: known.map((i) => `${texts.ids[i]}<br>${texts.prompts[i]}`),
          hovertemplate: '%{customdata}<br>mean p %{y:.2f}, deviation %{x:.2f}<extra></extra>',
          showlegend: false
        },
        ...marked.map((i) => ({
          type: 'scatter' as const,
          name: texts.ids[i],
          mode: 'markers' as const,
          x: [deviation[i]],
          y: [mean[i]],
          marker: { color: ink.text, symbol: 'circle-open', size: 15, line: { width: 2 } },
          hovertemplate: `${texts.ids[i]}<extra></extra>`
        }))
      ],
      layout: {
        xaxis: axis('standard deviation of p', { range: [-0.01, 0.52] }),
        yaxis: axis('mean p of the answer', { range: [-0.02, 1.02] })
      }
    };
  }
});
