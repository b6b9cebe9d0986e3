import { finiteExtent } from '../../array/statistics/finite-extent.ts';
import { percentile } from '../../array/statistics/percentile.ts';
import { axis, frequencyAxis } from '../../figure/axes.ts';
import { viridis } from '../../figure/colors.ts';
import { arrayOf, columnsOf, missingArray } from '../parts/read-arrays.ts';
import { epochOf, visualization } from '../visualization.ts';

const analyzer = 'neuron_fourier';
/** Percentile of the magnitudes from which on the colour stays the brightest. */
const BRIGHT = 99.5;
const parts = { input: 'alpha_mk', output: 'beta_mk' } as const;

/**
 * Magnitude of every frequency in what each neuron reads from the numbers or writes to the answers
 * (REQ_049). Takes `{alpha_mk, beta_mk}` [neuron, frequency] of one epoch.
 */
export default visualization({
  id: 'neuron_fourier_heatmap',
  title: 'Neuron weights by frequency',
  about: 'Which frequencies does each neuron read and write by its weights at this epoch?',
  kind: 'epoch',
  needs: epochOf(analyzer),
  options: {
    part: {
      type: 'choice',
      choices: ['input', 'output'],
      default: 'input',
      about: 'What the neurons read (input) or write (output).'
    }
  },
  aliases: ['activations.mlp.neuron_fourier_heatmap'],
  presets: { 'activations.mlp.neuron_fourier_heatmap_output': { part: 'output' } },
  figure(artifact, { part }) {
    const z = columnsOf(arrayOf(artifact, parts[part], 2, analyzer)); // [frequency, neuron]
    if (z.length === 0) throw missingArray(parts[part], analyzer, 'is empty');
    const most = Math.max(...z.map((row) => finiteExtent(row)?.[1] ?? 0));
    // a few strong neurons would leave all others dark
    const high = percentile(
      z.flatMap((row) => Array.from(row)),
      BRIGHT
    );
    const note = high < most ? `largest ${most.toPrecision(3)}` : '';
    return {
      data: [
        {
          type: 'heatmap',
          name: 'Magnitude',
          z,
          y: z.map((_, k) => k + 1),
          colorscale: viridis,
          zmin: 0,
          zmax: high > 0 ? high : 1,
          colorbar: { title: { text: 'magnitude' } },
          hovertemplate: 'neuron %{x}<br>frequency %{y}<br>%{z:.4~g}<extra></extra>'
        }
      ],
      heading: `Frequencies of neuron ${part}s`,
      note,
      layout: {
        xaxis: axis('neuron'),
        yaxis: frequencyAxis(z.length)
      }
    };
  }
});
