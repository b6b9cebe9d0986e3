import type { TensorSums } from './language-checkpoint.ts';

/** Returns the layers that tensors are of, ascending; −1, what is outside the layers, first. */
export function layersOf(tensors: readonly TensorSums[]): readonly number[] {
  return [...new Set(tensors.map(({ layer }) => layer))].sort((a, b) => a - b);
}

/** Returns the sum of a value over tensors; NaN where one has none. */
export function total(
  tensors: readonly TensorSums[],
  value: (tensor: TensorSums) => number | undefined
): number {
  return tensors.reduce((sum, tensor) => sum + (value(tensor) ?? Number.NaN), 0);
}
