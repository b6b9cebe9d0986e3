import { type Lazy, reshape, slice } from '../engine/index.ts';
import type { Inputs } from '../task/index.ts';
import { type BlockParts, decoderBlocks, type Sequences } from './decoder/forward.ts';
import type { DecoderSettings } from './decoder/settings.ts';
import { sharedLogits } from './decoder/shared-rows.ts';
import { decoderConstants, decoderWeights, initialDecoderWeights } from './decoder/weights.ts';
import type { Activations, LazyWeights, Model } from './model.ts';

/**
 * Returns the general decoder as a model of inputs: it reads their tokens and "=", and only what
 * stands at "=" is seen. Activations have the names and shapes of the 1-layer transformer's, with
 * those of every layer.
 */
export function sequenceDecoder(settings: DecoderSettings): Model {
  const { vocabulary, context } = settings;
  const equals = vocabulary - 1;
  const sequences = ({ tokens }: Inputs): Sequences => {
    const count = tokens[0].length;
    const all = new Int32Array(context * count).fill(equals);
    tokens.forEach((column, position) => {
      column.forEach((token, row) => {
        all[row * context + position] = token;
      });
    });
    return { tokens: all, count };
  };
  const logits = (weights: LazyWeights, { tokens }: Inputs): Lazy =>
    sharedLogits(settings, weights, [...tokens, new Int32Array(tokens[0].length).fill(equals)]);
  return {
    layers: settings.layers,
    weights: decoderWeights(settings),
    frozen: decoderConstants(settings),
    initial: (seed) => initialDecoderWeights(settings, seed),
    logits,
    activations: { ...activationsOf(settings, sequences), logits }
  };
}

function activationsOf(
  settings: DecoderSettings,
  sequences: (inputs: Inputs) => Sequences
): Activations {
  const ofLayer = (layer: number): Activations => {
    const parts = (weights: LazyWeights, inputs: Inputs, isWhole = false): BlockParts =>
      decoderBlocks(settings, weights, sequences(inputs), isWhole)[layer];
    /** At "=", [n, …]: the axis of positions is the first after n, or after the heads. */
    const seen =
      (of: (parts: BlockParts) => Lazy, axis = 1) =>
      (weights: LazyWeights, inputs: Inputs): Lazy => {
        const x = of(parts(weights, inputs));
        const rows = x.shape[axis];
        const last = rows === 1 ? x : slice(x, [rows - 1], [rows], [axis]);
        return reshape(last, x.shape.toSpliced(axis, 1));
      };
    const block = `blocks.${layer}`;
    return {
      [`${block}.hook_resid_pre`]: seen(({ residBefore }) => residBefore),
      [`${block}.attn.hook_z`]: seen(({ mixed }) => mixed, 2),
      [`${block}.attn.hook_pattern`]: seen(({ pattern }) => pattern, 2),
      [`${block}.attn.hook_pattern_full`]: (weights, inputs) =>
        parts(weights, inputs, true).pattern,
      [`${block}.hook_attn_out`]: seen(({ attnOut }) => attnOut),
      [`${block}.hook_resid_mid`]: seen(({ residBetween }) => residBetween),
      [`${block}.mlp.hook_pre`]: seen(({ mlpPre }) => mlpPre),
      [`${block}.mlp.hook_post`]: seen(({ mlpPost }) => mlpPost),
      [`${block}.hook_mlp_out`]: seen(({ mlpOut }) => mlpOut),
      [`${block}.hook_resid_post`]: seen(({ residAfter }) => residAfter)
    };
  };
  return Object.assign({}, ...Array.from({ length: settings.layers }, (_, i) => ofLayer(i)));
}
