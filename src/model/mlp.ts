import { torchGenerator } from '../array/random/torch-generator.ts';
import { uniform } from '../array/random/uniform.ts';
import { float32, type NamedArrays, sizeOf } from '../array/tensor.ts';
import { add, gather, integers, type Lazy, matmul, relu, swapLast } from '../engine/index.ts';
import type { Pairs } from '../task/index.ts';
import type { Architecture, LazyWeights, ModelSettings, WeightSpec } from './model.ts';

/** The two-layer MLP of the Python workbench: one-hot a and b side by side, ReLU, no biases. */
export const mlp: Architecture = {
  id: 'two_layer_mlp',
  title: 'Two-layer MLP',
  about: 'One hidden ReLU layer on the two one-hot numbers side by side, without biases.',
  without: ['layers', 'heads', 'dModel'],
  build: (settings: ModelSettings) => ({
    layers: 1,
    weights: mlpWeights(settings),
    frozen: {},
    initial: (seed) => initialMlpWeights(settings, seed),
    logits: mlpLogits,
    activations: { 'blocks.0.mlp.hook_post': mlpNeurons, logits: mlpLogits }
  })
};

/**
 * Returns the trained weights under PyTorch's names and shapes (out, in), in the order in which
 * they are drawn.
 */
function mlpWeights({ prime, dMlp }: ModelSettings): readonly WeightSpec[] {
  return [
    { name: 'W_in.weight', shape: [dMlp, 2 * prime] },
    { name: 'W_out.weight', shape: [prime, dMlp] }
  ];
}

/** Returns PyTorch's initial `nn.Linear` weights: uniform in ±1/√fan_in. */
function initialMlpWeights(settings: ModelSettings, seed: number): NamedArrays {
  const generator = torchGenerator(seed);
  return Object.fromEntries(
    mlpWeights(settings).map(({ name, shape }) => {
      const bound = 1 / Math.sqrt(shape[1]);
      return [name, float32(uniform(generator, sizeOf(shape), -bound, bound), shape)];
    })
  );
}

/** Returns the hidden activations of the pairs after ReLU, [n, d_mlp]. */
export function mlpNeurons(weights: LazyWeights, { a, b }: Pairs): Lazy {
  const columns = swapLast(weights['W_in.weight']); // [2p, d_mlp]
  const prime = columns.shape[0] / 2;
  const second = Int32Array.from(b, (token) => token + prime);
  return relu(add(gather(columns, integers(a)), gather(columns, integers(second))));
}

function mlpLogits(weights: LazyWeights, pairs: Pairs): Lazy {
  return matmul(mlpNeurons(weights, pairs), swapLast(weights['W_out.weight']));
}
