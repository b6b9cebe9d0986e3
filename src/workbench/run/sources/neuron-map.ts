import { float64, type Tensor } from '../../../array/tensor.ts';
import { usageError } from '../../../error/user-error.ts';
import type { Variant } from '../../../loader/index.ts';
import { neuronActivations } from './neuron-activations.ts';
import type { Source } from './source.ts';

/** One neuron of the last layer over all inputs: `map` [a, b], and `neurons`, their number. */
const neuronMap: Source = {
  id: 'neuron_map',
  about: 'The activation of one neuron for every pair of inputs.',
  layered: true,
  structure: 'pairs',
  probed: true,
  keyOf: ({ epoch, neuron }) => `${epoch} ${neuron}`,
  async load(variant, { epoch, neuron }) {
    const activations = await neuronActivations(variant, epoch);
    const { neurons } = activations;
    if (!Number.isInteger(neuron) || neuron < 0 || neuron >= neurons)
      throw usageError(
        `neuron out of range: ${neuron}`,
        `expected a neuron from 0 to ${neurons - 1}`
      );
    return {
      map: seenBy(variant, activations.map(neuron)),
      neurons: float64(Float64Array.of(neurons), [])
    };
  }
};
export default neuronMap;

/** Returns a map over the grid with NaN for pairs outside the variant's probe set. */
export function seenBy({ probe }: Variant, map: Tensor): Tensor {
  if (!probe) return map;
  const data = new Float32Array(map.data.length).fill(Number.NaN);
  for (const row of probe.rows) data[row] = map.data[row];
  return { ...map, data };
}
