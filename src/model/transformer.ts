import { UserError } from '../error/user-error.ts';
import type { DecoderSettings } from './decoder/settings.ts';
import type { Architecture, ModelSettings } from './model.ts';
import { sequenceDecoder } from './sequence-decoder.ts';
import { transformerActivations } from './transformer-activations.ts';
import { transformerLogits } from './transformer-forward.ts';

/**
 * The transformer of the Python workbench over the tokens of an input and "=", of which only "=" is
 * read: causal attention scaled by 1/√d_head. One plain layer (ReLU, no norm, learned positions)
 * over pairs is computed by tables over single tokens, everything else as a general decoder; for
 * one plain layer both are equal within rounding.
 */
export const transformer: Architecture = {
  id: 'transformer',
  title: 'Transformer',
  about: 'Layers of attention and MLPs on the tokens of an input and “=”.',
  build(settings: ModelSettings) {
    const decoder = decoderSettings(settings);
    const general = sequenceDecoder(decoder);
    if (!isPlain(decoder)) return general;
    const fast = { logits: transformerLogits, activations: transformerActivations };
    return { ...general, ...fast, hasTables: true };
  }
};

/**
 * Returns the settings of the decoder that model settings describe. Throws UserError on sizes that
 * do not fit together.
 */
export function decoderSettings(settings: ModelSettings): DecoderSettings {
  const { length = 2, tokens, answers = tokens, layers = 1, dModel, heads, dMlp } = settings;
  const { biases = [] } = settings;
  const { keyValueHeads = heads, positions = 'learned', norm = 'none', epsilon = 1e-5 } = settings;
  const { activation = 'relu', isGated = false, isTied = false } = settings;
  if (dModel % heads !== 0)
    throw new UserError(
      `heads do not divide the model width: ${heads} of ${dModel}`,
      'choose d_model as a multiple of heads'
    );
  if (heads % keyValueHeads !== 0)
    throw new UserError(
      `key/value heads do not divide the heads: ${keyValueHeads} of ${heads}`,
      'choose heads as a multiple of key/value heads'
    );
  const dHead = dModel / heads;
  if (positions === 'rotary' && dHead % 2 !== 0)
    throw new UserError(
      `rotary positions need heads of an even width: ${dHead}`,
      'choose d_model as an even multiple of heads'
    );
  const context = length + 1;
  const vocabulary = tokens + 1;
  const sizes = { vocabulary, answers, context, layers, dModel, heads, dHead, dMlp };
  const kinds = { positions, norm, epsilon, activation, isGated, isTied };
  return { ...sizes, ...kinds, keyValueHeads, biases };
}

function isPlain(decoder: DecoderSettings): boolean {
  const { context, layers, heads, keyValueHeads, positions, norm, activation } = decoder;
  const { isGated, isTied } = decoder;
  const isUsual = positions === 'learned' && norm === 'none' && activation === 'relu';
  const isPairs = context === 3;
  return isUsual && isPairs && layers === 1 && keyValueHeads === heads && !isGated && !isTied;
}
