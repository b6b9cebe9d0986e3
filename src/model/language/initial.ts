import { normal } from '../../array/random/normal.ts';
import { torchGenerator } from '../../array/random/torch-generator.ts';
import { float32, type NamedArrays, sizeOf } from '../../array/tensor.ts';
import type { LanguageSettings } from './settings.ts';
import { languageTensors } from './weights.ts';

/** Deviation of GPT-2's initial weights (Radford et al. 2019). */
const DEVIATION = 0.02;

/**
 * Returns GPT-2's initial weights, float32, by the names of the files, drawn in the order of
 * {@link languageTensors}: norms 1, biases 0, matrices from N(0, 0.02²), those that write into the
 * residual stream divided by √(2 · layers).
 */
export function initialLanguageWeights(settings: LanguageSettings, seed: number): NamedArrays {
  const generator = torchGenerator(seed);
  const named = languageTensors(settings).map(({ name, shape }) => {
    const count = sizeOf(shape);
    if (name.endsWith('.bias')) return [name, float32(new Float32Array(count), shape)] as const;
    if (shape.length === 1) return [name, float32(new Float32Array(count).fill(1), shape)] as const;
    const isOutput = name.endsWith('c_proj.weight');
    const std = isOutput ? DEVIATION / Math.sqrt(2 * settings.layers) : DEVIATION;
    return [name, float32(normal(generator, count, std), shape)] as const;
  });
  return Object.fromEntries(named);
}
