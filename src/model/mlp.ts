import { torchGenerator } from '../array/random/torch-generator.ts';
import { uniform } from '../array/random/uniform.ts';
import { float32, type NamedArrays, sizeOf } from '../array/tensor.ts';
import {
  add,
  constant,
  gather,
  integers,
  type Lazy,
  matmul,
  relu,
  swapLast
} from '../engine/index.ts';
import type { Inputs } from '../task/index.ts';
import type { Architecture, LazyWeights, ModelSettings, WeightSpec } from './model.ts';

/**
 * The two-layer MLP of the Python workbench: the one-hot tokens of an input side by side, ReLU, no
 * biases.
 */
export const mlp: Architecture = {
  id: 'two_layer_mlp',
  title: 'Two-layer MLP',
  about: 'One hidden ReLU layer on the one-hot tokens side by side, without biases.',
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
function mlpWeights({
  length = 2,
  tokens,
  answers = tokens,
  dMlp
}: ModelSettings): readonly WeightSpec[] {
  return [
    { name: 'W_in.weight', shape: [dMlp, length * tokens] },
    { name: 'W_out.weight', shape: [answers, dMlp] }
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

/**
 * Up to so many one-hot columns a product with the one-hot inputs is faster than to gather a row
 * per token: 12 bits train 6 times as fast.
 */
const MOST_ONE_HOT = 64;

/** Returns the hidden activations of the inputs after ReLU, [n, d_mlp]. */
export function mlpNeurons(weights: LazyWeights, { tokens }: Inputs): Lazy {
  const columns = swapLast(weights['W_in.weight']); // [length · tokens, d_mlp]
  const width = columns.shape[0];
  const count = width / tokens.length;
  if (width <= MOST_ONE_HOT) return relu(matmul(oneHot(tokens, count), columns));
  const parts = tokens.map((column, position) => {
    const places = Int32Array.from(column, (token) => token + position * count);
    return gather(columns, integers(places));
  });
  return relu(parts.reduce((sum, part) => add(sum, part)));
}

/** [n, length · count] */
function oneHot(tokens: readonly Int32Array[], count: number): Lazy {
  const [rows, width] = [tokens[0].length, tokens.length * count];
  const ones = new Float32Array(rows * width);
  tokens.forEach((column, position) => {
    column.forEach((token, row) => {
      ones[row * width + position * count + token] = 1;
    });
  });
  return constant(ones, [rows, width]);
}

function mlpLogits(weights: LazyWeights, inputs: Inputs): Lazy {
  return matmul(mlpNeurons(weights, inputs), swapLast(weights['W_out.weight']));
}
