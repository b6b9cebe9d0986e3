import { LRUCache } from 'lru-cache';
import { float32, type Tensor } from '../../../array/tensor.ts';
import { compile, input, type Program } from '../../../engine/index.ts';
import { readCheckpoint, type Variant } from '../../../loader/index.ts';
import type { Model } from '../../../model/index.ts';
import { layoutOf, pairGrid } from '../../../task/index.ts';
import { checkWeights, modelOf } from '../model-of.ts';
import { activationMap } from './activation-map.ts';
import { checkpointTable, neuronCount } from './checkpoint-table.ts';

/** The neurons of a checkpoint's last layer over the whole grid. */
export interface NeuronActivations {
  /** Number of different inputs a, and b. */
  readonly tokens: number;
  readonly neurons: number;
  /** One neuron's activation, float32 [a, b], in `map` where it is given. */
  map(neuron: number, map?: Float32Array): Tensor;
}

/**
 * Returns the neurons of the last layer at a checkpoint: one plain layer is computed from tables,
 * neuron by neuron, other models as a whole, of which the last four stay in memory. Rejects with a
 * UserError on models without neurons.
 */
export async function neuronActivations(
  variant: Variant,
  epoch: number
): Promise<NeuronActivations> {
  const model = modelOf(variant);
  if (!model.hasTables) return throughEngine(variant, epoch, model);
  const table = await checkpointTable(variant, epoch);
  return {
    tokens: table.tokens,
    neurons: neuronCount(table),
    map: (neuron, map) => activationMap(table, neuron, map)
  };
}

const known = new LRUCache<string, NeuronActivations>({ max: 4 });
const programs = new LRUCache<string, Promise<Program>>({
  max: 2,
  dispose: (program) => void program.then((it) => it.dispose()).catch(() => undefined)
});

async function throughEngine(
  variant: Variant,
  epoch: number,
  model: Model
): Promise<NeuronActivations> {
  const key = `${variant.path}\0${epoch}`;
  const before = known.get(key);
  if (before) return before;
  await checkWeights(variant, epoch);
  const { tokens } = layoutOf(variant);
  const program = await programOf(variant, model);
  const weights = await readCheckpoint(variant, epoch, Object.keys(program.inputs));
  const { values } = await program.run(weights);
  const neurons = values.shape[1];
  const activations: NeuronActivations = {
    tokens,
    neurons,
    map(neuron, map = new Float32Array(tokens ** 2)) {
      for (let row = 0; row < map.length; row++) map[row] = values.data[row * neurons + neuron];
      return float32(map, [tokens, tokens]);
    }
  };
  known.set(key, activations);
  return activations;
}

function programOf(variant: Variant, model: Model): Promise<Program> {
  const before = programs.get(variant.path);
  if (before) return before;
  const weights = Object.fromEntries(
    model.weights.map(({ name, shape }) => [name, input(name, shape)])
  );
  const neurons = model.activations[`blocks.${model.layers - 1}.mlp.hook_post`];
  const values = neurons(weights, pairGrid(layoutOf(variant).tokens));
  const program = compile({ values }, { device: 'cpu' });
  programs.set(variant.path, program);
  return program;
}
