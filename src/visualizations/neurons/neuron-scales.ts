import { axis, upFromZero } from '../../figure/axes.ts';
import { okabeIto } from '../../figure/colors.ts';
import type { ScatterTrace } from '../../figure/figure.ts';
import { threshold } from '../../figure/marks.ts';
import { neuronOption } from '../parts/options.ts';
import { arrayOf } from '../parts/read-arrays.ts';
import { epochOf, visualization } from '../visualization.ts';

const analyzer = 'multiscale_structure';
const coarseShare = 0.7;

/**
 * Low-frequency share and step between neighbours of every neuron's map at one epoch. Takes
 * `{neuron_low_frequency, neuron_gradient, neuron_variance_kept}` [neuron] of one epoch.
 */
export default visualization({
  id: 'neuron_scales',
  title: 'Scales of the neurons',
  about: 'Which neurons vary in large regions, and are there groups of neurons alike in scale?',
  kind: 'epoch',
  needs: epochOf(analyzer),
  options: { neuron: neuronOption },
  figure(artifact, { neuron }) {
    const [shares, gradients, cached] = ['low_frequency', 'gradient', 'variance_kept'].map(
      (name) => arrayOf(artifact, `neuron_${name}`, 1, analyzer).data
    ) as [Float32Array, Float32Array, Float32Array];
    const points = (rows: readonly number[], name: string, marker: object): ScatterTrace => ({
      type: 'scatter',
      mode: 'markers',
      name,
      x: rows.map((row) => shares[row] ?? Number.NaN),
      y: rows.map((row) => gradients[row] ?? Number.NaN),
      marker,
      customdata: rows.map(
        (row) => `neuron ${row}<br>variance kept ${cached[row]?.toPrecision(3)}`
      ),
      hovertemplate:
        '%{customdata}<br>low-frequency share %{x:.4~g}<br>step %{y:.4~g}<extra></extra>',
      showlegend: false
    });
    const all = Array.from(shares.keys());
    const coarse = all.filter((row) => shares[row] >= Math.fround(coarseShare)).length;
    const isMarked = neuron !== null && neuron < shares.length;
    return {
      data: [
        points(all, 'neurons', { color: okabeIto.blue, size: 5 }),
        ...(isMarked
          ? [points([neuron], `neuron ${neuron}`, { color: okabeIto.vermillion, size: 11 })]
          : [])
      ],
      note: `${coarse} coarse`,
      layout: {
        xaxis: axis('low-frequency share', { range: [-0.02, 1.05] }),
        yaxis: axis('step between neighbours', { range: upFromZero([gradients]) }),
        ...threshold('x', coarseShare, `coarse ≥ ${coarseShare}`)
      }
    };
  }
});
