import { normal } from '../array/random/normal.ts';
import { torchGenerator } from '../array/random/torch-generator.ts';
import { uniform } from '../array/random/uniform.ts';
import { float32, type NamedArrays, sizeOf } from '../array/tensor.ts';
import { add, gather, integers, type Lazy, matmul, relu, swapLast } from '../engine/index.ts';
import { UserError } from '../error/user-error.ts';
import type { Inputs } from '../task/index.ts';
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
  build(settings: ModelSettings) {
    const { length = 2 } = settings;
    if (length !== 2)
      throw new UserError(
        `cannot read inputs of ${length} tokens: MLP with learned embeddings`,
        'choose a task of pairs, or another model'
      );
    return {
      layers: 1,
      weights: weightsOf(settings),
      frozen: {},
      initial: (seed) => initialWeights(settings, seed),
      logits,
      activations: { 'blocks.0.mlp.hook_post': neurons, logits }
    };
  }
};

/** PyTorch's names and shapes; d_model is the width of the embeddings. */
function weightsOf({
  tokens,
  answers = tokens,
  dModel,
  dMlp
}: ModelSettings): readonly WeightSpec[] {
  return [
    { name: 'embed_a.weight', shape: [tokens, dModel] },
    { name: 'embed_b.weight', shape: [tokens, dModel] },
    { name: 'W_in.weight', shape: [dMlp, dModel] },
    { name: 'W_out.weight', shape: [answers, dMlp] }
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
function neurons(weights: LazyWeights, { tokens: [a, b] }: Inputs): Lazy {
  const first = gather(weights['embed_a.weight'], integers(a));
  const second = gather(weights['embed_b.weight'], integers(b));
  return relu(matmul(add(first, second), swapLast(weights['W_in.weight'])));
}

function logits(weights: LazyWeights, pairs: Inputs): Lazy {
  return matmul(neurons(weights, pairs), swapLast(weights['W_out.weight']));
}
