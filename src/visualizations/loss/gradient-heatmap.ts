import { finiteExtent } from '../../array/statistics/finite-extent.ts';
import { axis, sparseTicks } from '../../figure/axes.ts';
import { viridis } from '../../figure/colors.ts';
import { currentEpochOption } from '../parts/options.ts';
import { arrayOf, missingArray } from '../parts/read-arrays.ts';
import { acrossOf, visualization } from '../visualization.ts';

const analyzer = 'gradient_site';
const places = ['embedding', 'attention', 'mlp'] as const;

/**
 * How strongly the training gradient pushes each frequency in each part of the model, at epochs
 * while neurons commit. Takes gradient_site `{window_epochs, energy_embedding, energy_attention,
 * energy_mlp}` [sample, frequency].
 */
export default visualization({
  id: 'gradient_heatmap',
  title: 'Gradient by frequency',
  about: 'Which frequencies does training push in each part while neurons commit themselves?',
  kind: 'run',
  needs: acrossOf(analyzer),
  options: { currentEpoch: currentEpochOption },
  aliases: ['analysis.gradient.site_heatmap'],
  figure(data) {
    const maps = places.map((place) => arrayOf(data, `energy_${place}`, 2, analyzer)); // [sample, frequency]
    const samples = arrayOf(data, 'window_epochs', 1, analyzer).data;
    const frequencies = maps[0].shape[1] ?? 0;
    const n = samples.length;
    if (
      n === 0 ||
      frequencies === 0 ||
      maps.some(({ shape }) => shape[0] !== n || shape[1] !== frequencies)
    )
      throw missingArray('energy_mlp', analyzer, 'does not fit the samples');
    const width = n + 1; // a column between the parts stays empty
    const energies = maps.map(({ data: values }) =>
      Array.from({ length: frequencies }, (_, k) =>
        Float64Array.from({ length: n }, (__, sample) => values[sample * frequencies + k])
      )
    );
    const high = Math.max(...energies.flat().map((row) => finiteExtent(row)?.[1] ?? 0)) || 1;
    const keys = Array.from(data.key_frequencies?.data ?? []).filter(
      (k) => k >= 1 && k <= frequencies
    );
    const sparse = sparseTicks(frequencies, 1);
    const ticks = keys.length > 0 ? keys.map((k) => k - 1) : sparse.tickvals;
    const span = `epochs ${Array.from(samples).join(', ')}`;
    return {
      data: places.map((place, part) => ({
        type: 'heatmap',
        name: place,
        z: energies[part],
        x: Array.from(samples, (_, sample) => part * width + sample),
        y: Array.from({ length: frequencies }, (_, k) => k + 1),
        colorscale: viridis,
        zmin: 0,
        zmax: high,
        showscale: part === places.length - 1,
        colorbar: { title: { text: 'energy' } },
        customdata: Array.from({ length: frequencies }, () => Array.from(samples)),
        hovertemplate: `${place}, epoch %{customdata}<br>frequency %{y}<br>%{z:.4~g}<extra></extra>`
      })),
      note: span,
      layout: {
        xaxis: axis('part, earliest epoch first', {
          tickvals: places.map((_, part) => part * width + (n - 1) / 2),
          ticktext: places
        }),
        yaxis: axis(keys.length > 0 ? 'learned frequencies' : 'frequency', {
          tickvals: ticks.map((row) => row + 1),
          ticktext: ticks.map((row) => String(row + 1))
        })
      }
    };
  }
});
