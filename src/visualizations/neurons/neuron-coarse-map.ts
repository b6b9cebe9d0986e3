import type { Tensor } from '../../array/tensor.ts';
import { axis } from '../../figure/axes.ts';
import { activationColors } from '../parts/activation-colors.ts';
import { shownNeuronOption } from '../parts/options.ts';
import { arrayOf } from '../parts/read-arrays.ts';
import { sourceOf, visualization } from '../visualization.ts';

const source = 'neuron_map';

/**
 * Activation of one neuron sampled down (bilinear): what is left of it seen from afar. a down, b
 * across. Takes one neuron’s `{map}` [a, b] sampled down.
 */
export default visualization({
  id: 'neuron_coarse_map',
  title: 'Coarse map of a neuron',
  about: 'Which large regions of the inputs does this neuron respond to?',
  kind: 'epoch',
  square: true,
  needs: sourceOf(source),
  options: {
    neuron: shownNeuronOption,
    size: {
      type: 'number',
      default: 28,
      min: 2,
      max: 500,
      integer: true,
      about: 'Rows and columns to sample down to.'
    }
  },
  figure(data, { neuron, size }) {
    const map = arrayOf(data, 'map', 2, source);
    const rows = coarse(map, size);
    const at = rows.map((_, i) => ((i + 0.5) * (map.shape[0] ?? 0)) / size - 0.5);
    const square = { constrain: 'domain' } as const;
    return {
      data: [
        {
          type: 'heatmap',
          name: `Neuron ${neuron}`,
          z: rows,
          x: at,
          y: at,
          ...activationColors(rows),
          colorbar: { title: { text: 'activation' } },
          hovertemplate: 'a %{y:.4~g}, b %{x:.4~g}<br>activation %{z:.6~g}<extra></extra>'
        }
      ],
      heading: `Neuron ${neuron} at ${size}×${size}`,
      layout: {
        xaxis: axis('b', square),
        yaxis: axis('a', { ...square, autorange: 'reversed', scaleanchor: 'x' })
      }
    };
  }
});

/** Bilinear sampling without aligned corners, as `torch.nn.functional.interpolate` does it. */
function coarse({ data, shape }: Tensor, size: number): readonly Float64Array[] {
  const [height = 0, width = 0] = shape;
  const sample = (length: number, i: number) => {
    const place = Math.max(((i + 0.5) * length) / size - 0.5, 0);
    const from = Math.floor(place);
    return { from, to: Math.min(from + 1, length - 1), far: place - from };
  };
  return Array.from({ length: size }, (_, i) => {
    const a = sample(height, i);
    return Float64Array.from({ length: size }, (__, j) => {
      const b = sample(width, j);
      const row = (r: number) =>
        data[r * width + b.from] * (1 - b.far) + data[r * width + b.to] * b.far;
      return row(a.from) * (1 - a.far) + row(a.to) * a.far;
    });
  });
}
