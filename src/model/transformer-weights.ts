import { torchGenerator } from '../array/random/torch-generator.ts';
import { float32, type NamedArrays, sizeOf, type Tensor } from '../array/tensor.ts';
import { UserError } from '../error/user-error.ts';
import { normalWeights } from './initial-weights.ts';
import type { ModelSettings, WeightSpec } from './model.ts';

/** Number of positions: a, b and "=". */
export const context = 3;

/**
 * Returns the trained weights of the 1-layer transformer under TransformerLens names and shapes, in
 * the order in which TransformerLens 2.17 draws them; trained biases follow.
 */
export function transformerWeights(settings: ModelSettings): readonly WeightSpec[] {
  const { prime, dModel, heads, dMlp, answers = prime, biases = [] } = settings;
  const dHead = headSize(settings);
  const trained = Object.entries(zeroBiases(settings)).filter(([name]) => biases.includes(name));
  return [
    { name: 'embed.W_E', shape: [prime + 1, dModel] },
    { name: 'pos_embed.W_pos', shape: [context, dModel] },
    { name: 'blocks.0.attn.W_Q', shape: [heads, dModel, dHead] },
    { name: 'blocks.0.attn.W_O', shape: [heads, dHead, dModel] },
    { name: 'blocks.0.attn.W_K', shape: [heads, dModel, dHead] },
    { name: 'blocks.0.attn.W_V', shape: [heads, dModel, dHead] },
    { name: 'blocks.0.mlp.W_in', shape: [dModel, dMlp] },
    { name: 'blocks.0.mlp.W_out', shape: [dMlp, dModel] },
    { name: 'unembed.W_U', shape: [dModel, answers] },
    ...trained.map(([name, { shape }]) => ({ name, shape }))
  ];
}

/**
 * Returns what TransformerLens saves besides the trained weights: all-zero biases, the causal mask
 * [to, from] and the score of a masked key.
 */
export function transformerConstants(settings: ModelSettings): NamedArrays {
  const { biases = [] } = settings;
  const frozen = Object.entries(zeroBiases(settings)).filter(([name]) => !biases.includes(name));
  const mask: Tensor = {
    dtype: 'bool',
    shape: [context, context],
    data: Uint8Array.from({ length: context ** 2 }, (_, i) =>
      i % context <= Math.floor(i / context) ? 1 : 0
    )
  };
  return {
    'blocks.0.attn.IGNORE': float32(Float32Array.of(-Infinity), []),
    'blocks.0.attn.mask': mask,
    ...Object.fromEntries(frozen)
  };
}

function zeroBiases(settings: ModelSettings): NamedArrays {
  const { prime, dModel, heads, dMlp, answers = prime } = settings;
  const dHead = headSize(settings);
  return {
    'blocks.0.attn.b_K': zeros([heads, dHead]),
    'blocks.0.attn.b_O': zeros([dModel]),
    'blocks.0.attn.b_Q': zeros([heads, dHead]),
    'blocks.0.attn.b_V': zeros([heads, dHead]),
    'blocks.0.mlp.b_in': zeros([dMlp]),
    'blocks.0.mlp.b_out': zeros([dModel]),
    'unembed.b_U': zeros([answers])
  };
}

/**
 * Returns the initial trained weights for a seed: N(0, 0.64 / d_model), TransformerLens' "gpt2"
 * initialization; biases 0.
 */
export function initialTransformerWeights(settings: ModelSettings, seed: number): NamedArrays {
  const std = 0.8 / Math.sqrt(settings.dModel);
  const { biases = [], ...plain } = settings;
  const zero = Object.entries(zeroBiases(settings)).filter(([name]) => biases.includes(name));
  return {
    ...normalWeights(transformerWeights(plain), std, torchGenerator(seed)),
    ...Object.fromEntries(zero)
  };
}

function headSize({ dModel, heads }: ModelSettings): number {
  if (dModel % heads === 0) return dModel / heads;
  throw new UserError(
    `heads do not divide the model width: ${heads} of ${dModel}`,
    'choose d_model as a multiple of heads'
  );
}

function zeros(shape: readonly number[]): Tensor {
  return float32(new Float32Array(sizeOf(shape)), shape);
}
