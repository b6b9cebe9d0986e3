import { float64, int32, type Tensor } from '../../array/tensor.ts';
import type { NumberOption } from '../../option/option.ts';
import { analyzer } from '../analyzer.ts';
import type { TensorSums } from './language-checkpoint.ts';
import { layersOf, total } from './layers.ts';

const wide = (...dims: readonly string[]) => ({ dims, dtype: 'float64' }) as const;
const arrays = {
  layers: { dims: ['layer'], dtype: 'int32' },
  weight_norm: wide('layer'),
  largest: wide('layer'),
  least: wide('layer'),
  not_finite: { dims: ['layer'], dtype: 'int32' },
  norm_before: wide('layer'),
  change: wide('layer'),
  parameters: { dims: ['layer'], dtype: 'int64' },
  previous_step: wide()
} as const;

/** The rules, as bits of `rules` in this order. */
export const stabilityRules = [
  'not_finite',
  'exploding_norm',
  'exploding_weight',
  'vanishing',
  'spike',
  'dead'
] as const;

const limit = (value: number, about: string) =>
  ({ type: 'number', default: value, min: 0, about }) as const satisfies NumberOption;

/** Whether the weights of a layer explode, vanish, jump or stand still. */
export default analyzer({
  id: 'parameter_stability',
  title: 'Parameter stability',
  about: 'Whether the weights of a layer explode, vanish, jump or stand still, and by which rule.',
  version: 1,
  structure: 'text',
  parameters: {
    explodingNorm: limit(1000, 'A layer explodes with a larger norm.'),
    explodingWeight: limit(100, 'It explodes with a weight of a larger magnitude, too.'),
    vanishingNorm: limit(1e-3, 'It vanishes with a smaller norm.'),
    spikeFactor: limit(3, 'It jumps when its norm is more than this many times that before.'),
    deadChange: limit(1e-6, 'It stands still when it moved less than this share of its norm.')
  },
  /**
   * Of all weights of a layer together (layer −1: all that is in no layer): Frobenius norm,
   * largest and least magnitude, how many are no number or infinite (then norm and change are
   * NaN); the norm at the checkpoint before and ‖Δ‖ since, NaN without one.
   */
  arrays,
  async read(checkpoint) {
    const { tensors, previousStep } = await checkpoint.weights(null);
    const layers = layersOf(tensors);
    const of = (value: (tensors: readonly TensorSums[]) => number): Tensor =>
      float64(
        Float64Array.from(layers, (layer) =>
          value(tensors.filter((tensor) => tensor.layer === layer))
        ),
        [layers.length]
      );
    const odd = of((some) => total(some, (tensor) => tensor.odd));
    const finite = (value: Tensor): Tensor => ({
      ...value,
      data: Float64Array.from(value.data, (x, i) => (odd.data[i] > 0 ? Number.NaN : x))
    });
    return {
      layers: int32(Int32Array.from(layers), [layers.length]),
      weight_norm: finite(of((some) => Math.sqrt(total(some, ({ square }) => square)))),
      largest: of((some) => Math.max(...some.map((tensor) => tensor.largest))),
      least: of((some) => Math.min(...some.map((tensor) => tensor.least))),
      not_finite: odd,
      norm_before: of((some) => Math.sqrt(total(some, ({ previous }) => previous?.square))),
      change: finite(of((some) => Math.sqrt(total(some, ({ previous }) => previous?.change)))),
      parameters: of((some) => total(some, ({ count }) => count)),
      previous_step: float64(Float64Array.of(previousStep ?? Number.NaN), [])
    };
  },
  /** Those, and which rules fired, as a sum of powers of two in the order of `stabilityRules`. */
  summary: { ...arrays, rules: { dims: ['layer'], dtype: 'int32' } },
  summarize(found, _, { explodingNorm, explodingWeight, vanishingNorm, spikeFactor, deadChange }) {
    const at = (key: keyof typeof arrays, layer: number) => found[key].data[layer];
    const rules = Int32Array.from(found.layers.data, (_, layer) => {
      const [norm, before] = [at('weight_norm', layer), at('norm_before', layer)];
      const fired: Record<(typeof stabilityRules)[number], boolean> = {
        not_finite: at('not_finite', layer) > 0,
        exploding_norm: norm > explodingNorm,
        exploding_weight: at('largest', layer) > explodingWeight,
        vanishing: norm < vanishingNorm,
        spike: norm > spikeFactor * before,
        dead: at('change', layer) < deadChange * before
      };
      return stabilityRules.reduce((sum, rule, bit) => sum + (fired[rule] ? 2 ** bit : 0), 0);
    });
    return { ...found, rules: int32(rules, [rules.length]) };
  }
});
