import { cached } from '../../array/cached.ts';
import { upFromZero } from '../../figure/axes.ts';
import { frequencyColor } from '../../figure/colors.ts';
import { epochLine } from '../parts/epoch-line.ts';
import { largestOf, orNoFrequency } from '../parts/named-lines.ts';
import { primeOption } from '../parts/options.ts';
import { overEpochs } from '../parts/over-epochs.ts';
import { acrossOf, visualization } from '../visualization.ts';
import { commitmentOption, committedNeurons } from './committed-neurons.ts';

/**
 * Numbers of neurons committed to each frequency that ever has one, at any threshold, over
 * training (REQ_056). Takes neuron_dynamics `{epochs, dominant_freq, max_frac}` as neurons per
 * frequency.
 */
export default visualization({
  id: 'per_band_specialization',
  title: 'Neurons per frequency',
  about: 'In which order do the frequencies gather their neurons, and which lose them?',
  kind: 'run',
  overEpochs: true,
  needs: acrossOf('neuron_dynamics'),
  options: {
    threshold: commitmentOption,
    prime: primeOption
  },
  aliases: ['activations.mlp.per_band_specialization'],
  figure(data, { threshold, prime }) {
    const { epochs, counts } = committedNeurons(data, threshold, prime);
    const traces = cached(data, `bands ${threshold} ${prime}`, () => {
      const peak = (k: number) => Math.max(0, ...counts[k]);
      const ever = Array.from(counts.keys()).filter((k) => peak(k) > 0);
      const named = largestOf(ever.map(peak));
      return ever.map((k, i) => {
        const color = frequencyColor(k + 1, counts.length);
        return epochLine(`k ${k + 1}`, epochs, counts[k], color, {
          mode: 'lines',
          showlegend: named.has(i)
        });
      });
    });
    return {
      ...overEpochs(orNoFrequency(traces, epochs), 'neurons', { range: upFromZero(counts) }),
      note: `share ≥ ${threshold}`
    };
  }
});
