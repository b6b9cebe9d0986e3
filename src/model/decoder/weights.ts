import { torchGenerator } from '../../array/random/torch-generator.ts';
import { float32, type NamedArrays, sizeOf, type Tensor } from '../../array/tensor.ts';
import { normalWeights } from '../initial-weights.ts';
import type { WeightSpec } from '../model.ts';
import type { DecoderSettings } from './settings.ts';

/**
 * Returns the trained weights of a decoder under TransformerLens names and shapes, in the order in
 * which TransformerLens 2.17 draws them; trained biases follow.
 */
export function decoderWeights(settings: DecoderSettings): readonly WeightSpec[] {
  const { vocabulary, answers, context, layers, dModel, positions, isTied, biases } = settings;
  const blocks = Array.from({ length: layers }, (_, layer) => blockWeights(settings, layer));
  return [
    { name: 'embed.W_E', shape: [vocabulary, dModel] },
    ...(positions === 'learned' ? [{ name: 'pos_embed.W_pos', shape: [context, dModel] }] : []),
    ...blocks.flat(),
    ...normWeights(settings, 'ln_final'),
    ...(isTied ? [] : [{ name: 'unembed.W_U', shape: [dModel, answers] }]),
    ...biasSpecs(settings).filter(({ name }) => biases.includes(name))
  ];
}

function blockWeights(settings: DecoderSettings, layer: number): readonly WeightSpec[] {
  const { dModel, heads, keyValueHeads, dHead, dMlp, isGated } = settings;
  const block = `blocks.${layer}`;
  const shared = keyValueHeads < heads ? '_' : '';
  const pair = [keyValueHeads, dModel, dHead];
  return [
    ...normWeights(settings, `${block}.ln1`),
    { name: `${block}.attn.W_Q`, shape: [heads, dModel, dHead] },
    { name: `${block}.attn.W_O`, shape: [heads, dHead, dModel] },
    { name: `${block}.attn.${shared}W_K`, shape: pair },
    { name: `${block}.attn.${shared}W_V`, shape: pair },
    ...normWeights(settings, `${block}.ln2`),
    { name: `${block}.mlp.W_in`, shape: [dModel, dMlp] },
    ...(isGated ? [{ name: `${block}.mlp.W_gate`, shape: [dModel, dMlp] }] : []),
    { name: `${block}.mlp.W_out`, shape: [dMlp, dModel] }
  ];
}

function normWeights({ norm, dModel }: DecoderSettings, name: string): readonly WeightSpec[] {
  const scale = { name: `${name}.w`, shape: [dModel] };
  if (norm === 'none') return [];
  return norm === 'rms' ? [scale] : [scale, { name: `${name}.b`, shape: [dModel] }];
}

/** Every bias that TransformerLens saves, trained or not, by name. */
export function biasSpecs(settings: DecoderSettings): readonly WeightSpec[] {
  const { layers, dModel, heads, keyValueHeads, dHead, dMlp, answers } = settings;
  const shared = keyValueHeads < heads ? '_' : '';
  const ofBlock = (layer: number): readonly WeightSpec[] => [
    { name: `blocks.${layer}.attn.${shared}b_K`, shape: [keyValueHeads, dHead] },
    { name: `blocks.${layer}.attn.b_O`, shape: [dModel] },
    { name: `blocks.${layer}.attn.b_Q`, shape: [heads, dHead] },
    { name: `blocks.${layer}.attn.${shared}b_V`, shape: [keyValueHeads, dHead] },
    { name: `blocks.${layer}.mlp.b_in`, shape: [dMlp] },
    { name: `blocks.${layer}.mlp.b_out`, shape: [dModel] }
  ];
  const blocks = Array.from({ length: layers }, (_, layer) => ofBlock(layer)).flat();
  return [...blocks, { name: 'unembed.b_U', shape: [answers] }];
}

/**
 * Returns what TransformerLens saves besides the trained weights: all-zero biases, and for each
 * block the causal mask [to, from] and the score of a masked key.
 */
export function decoderConstants(settings: DecoderSettings): NamedArrays {
  const { context, layers, biases } = settings;
  const mask: Tensor = {
    dtype: 'bool',
    shape: [context, context],
    data: Uint8Array.from({ length: context ** 2 }, (_, i) =>
      i % context <= Math.floor(i / context) ? 1 : 0
    )
  };
  const masks = Array.from({ length: layers }, (_, layer) => ({
    [`blocks.${layer}.attn.IGNORE`]: float32(Float32Array.of(-Infinity), []),
    [`blocks.${layer}.attn.mask`]: mask
  }));
  const frozen = biasSpecs(settings).filter(({ name }) => !biases.includes(name));
  return Object.assign({}, ...masks, filled(frozen, 0));
}

/**
 * Returns the initial trained weights for a seed: N(0, 0.64 / d_model), TransformerLens' "gpt2"
 * initialization; scales of norms are 1, biases 0.
 */
export function initialDecoderWeights(settings: DecoderSettings, seed: number): NamedArrays {
  const all = decoderWeights(settings);
  const isDrawn = ({ name }: WeightSpec) => /\.W_\w+$|\._W_\w+$/.test(name);
  const std = 0.8 / Math.sqrt(settings.dModel);
  const drawn = normalWeights(all.filter(isDrawn), std, torchGenerator(seed));
  const constant = all.filter((spec) => !isDrawn(spec));
  const scales = constant.filter(({ name }) => name.endsWith('.w'));
  const shifts = constant.filter(({ name }) => !name.endsWith('.w'));
  const known = { ...drawn, ...filled(scales, 1), ...filled(shifts, 0) };
  return Object.fromEntries(all.map(({ name }) => [name, known[name]]));
}

function filled(specs: readonly WeightSpec[], value: number): NamedArrays {
  const full = ({ name, shape }: WeightSpec) =>
    [name, float32(new Float32Array(sizeOf(shape)).fill(value), shape)] as const;
  return Object.fromEntries(specs.map(full));
}
