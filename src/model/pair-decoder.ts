import { type Lazy, reshape, slice } from '../engine/index.ts';
import type { Pairs } from '../task/index.ts';
import { type BlockParts, decoderBlocks, type Sequences } from './decoder/forward.ts';
import type { DecoderSettings } from './decoder/settings.ts';
import { sharedLogits } from './decoder/shared-rows.ts';
import { decoderConstants, decoderWeights, initialDecoderWeights } from './decoder/weights.ts';
import type { Activations, LazyWeights, Model } from './model.ts';

/** Number of positions: a, b and "=". */
export const context = 3;

/**
 * Returns the general decoder as a model of pairs: it reads the sequence [a, b, "="], and only what
 * stands at "=" is seen. Activations have the names and shapes of the 1-layer transformer's, with
 * those of every layer.
 */
export function pairDecoder(settings: DecoderSettings): Model {
  const { vocabulary } = settings;
  const sequences = ({ a, b }: Pairs): Sequences => {
    const tokens = new Int32Array(3 * a.length);
    a.forEach((token, i) => {
      tokens.set([token, b[i], vocabulary - 1], 3 * i);
    });
    return { tokens, count: a.length };
  };
  const logits = (weights: LazyWeights, pairs: Pairs): Lazy => {
    const equals = new Int32Array(pairs.a.length).fill(vocabulary - 1);
    return sharedLogits(settings, weights, [pairs.a, pairs.b, equals]);
  };
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
  sequences: (pairs: Pairs) => Sequences
): Activations {
  const ofLayer = (layer: number): Activations => {
    const parts = (weights: LazyWeights, pairs: Pairs, isWhole = false): BlockParts =>
      decoderBlocks(settings, weights, sequences(pairs), isWhole)[layer];
    /** At "=", [n, …]: the axis of positions is the first after n, or after the heads. */
    const seen =
      (of: (parts: BlockParts) => Lazy, axis = 1) =>
      (weights: LazyWeights, pairs: Pairs): Lazy => {
        const x = of(parts(weights, pairs));
        const rows = x.shape[axis];
        const last = rows === 1 ? x : slice(x, [rows - 1], [rows], [axis]);
        return reshape(last, x.shape.toSpliced(axis, 1));
      };
    const block = `blocks.${layer}`;
    return {
      [`${block}.hook_resid_pre`]: seen(({ residBefore }) => residBefore),
      [`${block}.attn.hook_z`]: seen(({ mixed }) => mixed, 2),
      [`${block}.attn.hook_pattern`]: seen(({ pattern }) => pattern, 2),
      [`${block}.attn.hook_pattern_full`]: (weights, pairs) => parts(weights, pairs, true).pattern,
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
