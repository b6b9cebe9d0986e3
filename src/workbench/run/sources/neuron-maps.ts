import { LRUCache } from 'lru-cache';
import { float32, type NamedArrays, vector } from '../../../array/tensor.ts';
import { usageError } from '../../../error/user-error.ts';
import { checkpointEpochs, type Variant } from '../../../loader/index.ts';
import { listNeurons } from '../neuron-list.ts';
import { neuronActivations } from './neuron-activations.ts';
import { seenBy } from './neuron-map.ts';
import type { Source, SourceRequest } from './source.ts';

/** Milliseconds of work at a time: the explorer draws on this thread. */
const SLICE = 4;

const orders = new LRUCache<string, readonly number[]>({ max: 8 });

/**
 * Some neurons over all inputs: `maps` [neuron, a, b] after ReLU and their numbers, `chosen`.
 * Options: `neurons` (numbers, `active` or a frequency such as `k9`), `count`.
 */
const neuronMaps: Source = {
  id: 'neuron_maps',
  about: 'The activations of some neurons for every pair of inputs.',
  layered: true,
  structure: 'pairs',
  probed: true,
  keyOf: (request) => {
    const { neurons, count } = optionsOf(request);
    return JSON.stringify([request.epoch, neurons, count]);
  },
  async load(variant, request) {
    const activations = await neuronActivations(variant, request.epoch);
    const chosen = await chosenOf(variant, request, activations.neurons);
    const { tokens } = activations;
    const maps = new Float32Array(chosen.length * tokens * tokens);
    chosen.forEach((neuron, i) => {
      maps.set(seenBy(variant, activations.map(neuron)).data, i * tokens * tokens);
    });
    return {
      maps: float32(maps, [chosen.length, tokens, tokens]),
      chosen: vector(chosen)
    } satisfies NamedArrays;
  }
};
export default neuronMaps;

/** The options of the figure that this is for. */
function optionsOf({ options }: SourceRequest) {
  return options as { readonly neurons: string; readonly count: number };
}

async function chosenOf(
  variant: Variant,
  request: SourceRequest,
  neurons: number
): Promise<readonly number[]> {
  const { neurons: listed, count } = optionsOf(request);
  const words = listed.trim();
  const frequency = /^k ?=? ?(\d+)$/.exec(words)?.[1];
  if (words === 'active') return (await mostActive(variant)).slice(0, count);
  if (frequency !== undefined) return followersOf(variant, Number(frequency), count);
  const chosen = words.split(',').map((word) => (word.trim() === '' ? Number.NaN : Number(word)));
  const odd = chosen.findIndex((n) => !Number.isInteger(n) || n < 0 || n >= neurons);
  if (odd >= 0)
    throw usageError(
      `invalid neurons: ${words}`,
      `expected numbers from 0 to ${neurons - 1} joined by commas, active, or a frequency such as k9`
    );
  return chosen.slice(0, count);
}

async function followersOf(
  variant: Variant,
  frequency: number,
  count: number
): Promise<readonly number[]> {
  const rows = await listNeurons(variant, 'frequency');
  const followers = rows.filter((row) => row.frequency === frequency);
  if (followers.length === 0)
    throw usageError(
      `no neuron follows k ${frequency}`,
      `list them: grokscope list neurons ${variant.name} --sort frequency`
    );
  return followers.slice(0, count).map(({ neuron }) => neuron);
}

/** All neurons by their variance over the inputs at the last checkpoint, the largest first. */
async function mostActive(variant: Variant): Promise<readonly number[]> {
  const last = (await checkpointEpochs(variant)).at(-1) ?? 0;
  const key = `${variant.path}\0${last}`;
  const known = orders.get(key);
  if (known) return known;
  const activations = await neuronActivations(variant, last);
  const variances = new Float64Array(activations.neurons);
  const map = new Float32Array(activations.tokens ** 2);
  let pause = performance.now() + SLICE;
  for (let neuron = 0; neuron < variances.length; neuron++) {
    if (performance.now() > pause) {
      await new Promise((resolve) => setImmediate(resolve));
      pause = performance.now() + SLICE;
    }
    variances[neuron] = varianceOf(activations.map(neuron, map).data);
  }
  const order = Array.from(variances.keys()).sort((a, b) => variances[b] - variances[a] || a - b);
  orders.set(key, order);
  return order;
}

function varianceOf(values: ArrayLike<number>): number {
  let [sum, squares] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    sum += values[i];
    squares += values[i] * values[i];
  }
  return squares / values.length - (sum / values.length) ** 2;
}
