import type { Architecture, ModelSettings } from './model.ts';
import { transformerActivations } from './transformer-activations.ts';
import { transformerLogits } from './transformer-forward.ts';
import {
  initialTransformerWeights,
  transformerConstants,
  transformerWeights
} from './transformer-weights.ts';

/**
 * The 1-layer transformer of the Python workbench over the sequence [a, b, "="], of which only "="
 * is read: no layer norm, ReLU, causal attention scaled by 1/√d_head.
 */
export const transformer: Architecture = {
  id: 'transformer',
  title: '1-layer transformer',
  about: 'One layer of attention and a ReLU layer on the sequence a, b, “=”, without layer norm.',
  build: (settings: ModelSettings) => ({
    weights: transformerWeights(settings),
    frozen: transformerConstants(settings),
    initial: (seed) => initialTransformerWeights(settings, seed),
    logits: transformerLogits,
    activations: transformerActivations
  })
};
