import { normal } from '../array/random/normal.ts';
import { torchGenerator } from '../array/random/torch-generator.ts';
import { uniform } from '../array/random/uniform.ts';
import { float32, type NamedArrays, sizeOf } from '../array/tensor.ts';
import { add, gather, integers, type Lazy, matmul, relu, swapLast } from '../engine/index.ts';
import type { Pairs } from '../task/index.ts';
import type { Architecture, LazyWeights, ModelSettings, WeightSpec } from './model.ts';

/**
 * The MLP with learned embeddings of the Python workbench: a and b embedded apart and added, ReLU,
 * no biases.
 */
export const embeddedMlp: Architecture = {
  id: 'learned_emb_mlp',
  title: 'MLP with learned embeddings',
  about: 'One hidden ReLU layer on the sum of the embeddings of a and b, without biases.',
  without: ['layers', 'heads'],
  build: (settings: ModelSettings) => ({
    layers: 1,
    weights: weightsOf(settings),
    frozen: {},
    initial: (seed) => initialWeights(settings, seed),
    logits,
    activations: { 'blocks.0.mlp.hook_post': neurons, logits }
  })
};

/** PyTorch's names and shapes; d_model is the width of the embeddings. */
function weightsOf({ prime, dModel, dMlp }: ModelSettings): readonly WeightSpec[] {
  return [
    { name: 'embed_a.weight', shape: [prime, dModel] },
    { name: 'embed_b.weight', shape: [prime, dModel] },
    { name: 'W_in.weight', shape: [dMlp, dModel] },
    { name: 'W_out.weight', shape: [prime, dMlp] }
  ];
}

/**
 * PyTorch's initial `nn.Embedding`, N(0, 1), and `nn.Linear`, uniform in ±1/√fan_in, in the order
 * in which they are made.
 */
function initialWeights(settings: ModelSettings, seed: number): NamedArrays {
  const generator = torchGenerator(seed);
  return Object.fromEntries(
    weightsOf(settings).map(({ name, shape }) => {
      const bound = 1 / Math.sqrt(shape[1]);
      const values = name.startsWith('embed_')
        ? normal(generator, sizeOf(shape))
        : uniform(generator, sizeOf(shape), -bound, bound);
      return [name, float32(values, shape)];
    })
  );
}

/** Hidden activations of the pairs after ReLU, [n, d_mlp]. */
function neurons(weights: LazyWeights, { a, b }: Pairs): Lazy {
  const first = gather(weights['embed_a.weight'], integers(a));
  const second = gather(weights['embed_b.weight'], integers(b));
  return relu(matmul(add(first, second), swapLast(weights['W_in.weight'])));
}

function logits(weights: LazyWeights, pairs: Pairs): Lazy {
  return matmul(neurons(weights, pairs), swapLast(weights['W_out.weight']));
}
