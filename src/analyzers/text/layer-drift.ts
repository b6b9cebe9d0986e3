import { float64, int32 } from '../../array/tensor.ts';
import { analyzer } from '../analyzer.ts';
import type { TensorSums } from './language-checkpoint.ts';
import { layersOf, total } from './layers.ts';

const wide = (...dims: readonly string[]) => ({ dims, dtype: 'float64' }) as const;
const specs = {
  layers: { dims: ['layer'], dtype: 'int32' },
  drift_reference: wide('layer'),
  drift_previous: wide('layer'),
  total_reference: wide(),
  total_previous: wide(),
  reference_step: wide(),
  previous_step: wide()
} as const;

/** How far the weights of each layer are from where they were. */
export default analyzer({
  id: 'layer_drift',
  title: 'Layer drift',
  about:
    'How far the weights of each layer moved, since a reference and since the checkpoint before.',
  version: 1,
  structure: 'text',
  parameters: {
    reference: {
      type: 'number',
      default: null,
      integer: true,
      min: 0,
      about: 'Step of the checkpoint that all are compared with; the first one if not given.'
    }
  },
  measuredWith: ['reference'],
  /**
   * ‖Δ‖/‖reference‖ of all weights of a layer together (Frobenius norm), against the reference and
   * against the checkpoint before; NaN where there is none. Layer −1 is all that is in no layer:
   * embedding, final norm, unembedding. `total_…` of all weights together, which is not the sum.
   */
  arrays: specs,
  async read(checkpoint, { reference }) {
    const { tensors, previousStep, referenceStep } = await checkpoint.weights(reference);
    const layers = layersOf(tensors);
    const drift = (side: 'reference' | 'previous', of: readonly TensorSums[]) =>
      Math.sqrt(
        total(of, (tensor) => tensor[side]?.change) / total(of, (tensor) => tensor[side]?.square)
      );
    const byLayer = (side: 'reference' | 'previous') =>
      float64(
        Float64Array.from(layers, (layer) =>
          drift(
            side,
            tensors.filter((tensor) => tensor.layer === layer)
          )
        ),
        [layers.length]
      );
    const single = (value: number) => float64(Float64Array.of(value), []);
    return {
      layers: int32(Int32Array.from(layers), [layers.length]),
      drift_reference: byLayer('reference'),
      drift_previous: byLayer('previous'),
      total_reference: single(drift('reference', tensors)),
      total_previous: single(drift('previous', tensors)),
      reference_step: single(referenceStep ?? Number.NaN),
      previous_step: single(previousStep ?? Number.NaN)
    };
  },
  summary: specs,
  summarize: (arrays) => arrays
});
