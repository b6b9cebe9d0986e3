import { normal } from '../array/random/normal.ts';
import type { TorchGenerator } from '../array/random/torch-generator.ts';
import { float32, type NamedArrays, sizeOf } from '../array/tensor.ts';
import type { WeightSpec } from './model.ts';

/** Returns float32 weights from N(0, std²), drawn one after another in the order of the list. */
export function normalWeights(
  specs: readonly WeightSpec[],
  std: number,
  generator: TorchGenerator
): NamedArrays {
  return Object.fromEntries(
    specs.map(({ name, shape }) => [name, float32(normal(generator, sizeOf(shape), std), shape)])
  );
}
