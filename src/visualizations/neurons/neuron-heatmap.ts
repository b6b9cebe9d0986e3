import type { NamedArrays, Tensor } from '../../array/tensor.ts';
import { rowsOf } from '../../array/tensor.ts';
import { UserError, usageError } from '../../error/user-error.ts';
import { axis } from '../../figure/axes.ts';
import { activationColors } from '../parts/activation-colors.ts';
import { shownNeuronOption } from '../parts/options.ts';
import { maybeScalar } from '../parts/read-arrays.ts';
import { sourceOf, visualization } from '../visualization.ts';

/**
 * Activation of one neuron for every input pair at one epoch: a down, b across. Its data is `map`
 * [a, b] of that neuron (with `limit`, the largest |activation| over the epochs, and `neurons`,
 * their number, where known), or the stored `activations` [neuron, a, b] of all neurons. Takes one
 * neuron of `{activations}` [neuron, a, b] or its `{map}` [a, b].
 */
export default visualization({
  id: 'neuron_heatmap',
  title: 'Neuron activation',
  about: 'To which inputs does this neuron respond at this epoch?',
  kind: 'epoch',
  square: true,
  needs: sourceOf('neuron_map'),
  options: {
    neuron: shownNeuronOption
  },
  aliases: ['neuron_activation_heatmap', 'activations.mlp.neuron_heatmap'],
  figure(data, { neuron }) {
    const map = mapOf(data, neuron);
    const rows = rowsOf(map);
    const positions = rows.map((_, i) => i);
    const square = { constrain: 'domain' } as const;
    return {
      data: [
        {
          type: 'heatmap',
          name: `Neuron ${neuron}`,
          z: rows,
          x: positions,
          y: positions,
          ...activationColors([map.data], maybeScalar(data, 'limit') ?? undefined),
          colorbar: { title: { text: 'activation' } },
          hovertemplate: 'a %{y}, b %{x}<br>activation %{z:.7~g}<extra></extra>'
        }
      ],
      heading: `Neuron ${neuron}`,
      layout: {
        xaxis: axis('b', square),
        yaxis: axis('a', { ...square, autorange: 'reversed', scaleanchor: 'x' })
      }
    };
  }
});

function mapOf(data: NamedArrays, neuron: number): Tensor {
  const all = data.activations?.shape.length === 3 ? data.activations : null; // [neuron, a, b]
  const count = all?.shape[0] ?? maybeScalar(data, 'neurons') ?? Infinity;
  if (neuron >= count)
    throw usageError(`neuron out of range: ${neuron}`, `expected a neuron from 0 to ${count - 1}`);
  if (data.map?.shape.length === 2) return data.map;
  if (!all)
    throw new UserError('missing array: map', 'give map [a, b] or activations [neuron, a, b]');
  const [, a = 0, b = 0] = all.shape;
  const values = all.data.subarray(neuron * a * b, (neuron + 1) * a * b);
  return { dtype: all.dtype, shape: [a, b], data: values };
}
