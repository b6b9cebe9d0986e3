import { evenly } from '../../../array/statistics/evenly.ts';
import { float32, type NamedArrays, vector } from '../../../array/tensor.ts';
import { UserError, usageError } from '../../../error/user-error.ts';
import { parseEpochs, type Variant, wholeCheckpoints } from '../../../loader/index.ts';
import neuronMap from './neuron-map.ts';
import type { Source, SourceRequest } from './source.ts';

const MOST = 24;

/**
 * One neuron over all inputs at some checkpoints: `maps` [epoch, a, b] after ReLU, `epochs` [e].
 * Option: `epochs`, a SPEC.
 */
const neuronEpochs: Source = {
  id: 'neuron_epochs',
  about: 'The activation of one neuron for every pair of inputs at some checkpoints.',
  layered: true,
  structure: 'pairs',
  probed: true,
  keyOf: (request) => JSON.stringify([request.neuron, request.options?.epochs]),
  async load(variant, request) {
    const epochs = await chosenOf(variant, request);
    const maps: Float32Array[] = [];
    let tokens = 0;
    for (const epoch of epochs) {
      const { map } = await neuronMap.load(variant, { ...request, epoch });
      maps.push(map.data as Float32Array);
      tokens = map.shape[0];
    }
    const all = new Float32Array(epochs.length * tokens * tokens);
    maps.forEach((map, i) => {
      all.set(map, i * tokens * tokens);
    });
    return {
      maps: float32(all, [epochs.length, tokens, tokens]),
      epochs: vector(epochs)
    } satisfies NamedArrays;
  }
};
export default neuronEpochs;

async function chosenOf(variant: Variant, { options }: SourceRequest): Promise<readonly number[]> {
  const { epochs } = options as { readonly epochs: string | null };
  const stored = await wholeCheckpoints(variant);
  if (stored.length === 0)
    throw new UserError(`no checkpoints in ${variant.name}`, 'train the variant first');
  if (epochs === null) return evenly(stored, 8);
  const chosen = parseEpochs(epochs, stored);
  if (chosen.length > MOST)
    throw usageError(`too many epochs: ${chosen.length}`, `give at most ${MOST}, as 0:20000:5000`);
  return chosen;
}
