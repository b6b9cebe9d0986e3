import { transposed } from '../../array/linear/transposed.ts';
import type { Tensor } from '../../array/tensor.ts';
import { dominantOf } from './dominant.ts';

/** Neurons that follow the same frequency. */
export interface NeuronGroup {
  /** 0-based. */
  readonly frequency: number;
  readonly neurons: readonly number[];
}

/**
 * Returns the groups of at least two neurons whose strongest frequency is the same, by frequency,
 * from the fractions [frequency, d_mlp]. There is no threshold, and dead neurons count for
 * frequency 0, as in the Python workbench.
 */
export function neuronGroups(fractions: Tensor): readonly NeuronGroup[] {
  const { frequency: dominant } = dominantOf(fractions);
  return Array.from({ length: fractions.shape[0] }, (_, frequency) => ({
    frequency,
    neurons: Array.from(dominant.keys()).filter((neuron) => dominant[neuron] === frequency)
  })).filter(({ neurons }) => neurons.length >= 2);
}

/** Returns what each neuron reads (columns of W_in) one after another, [d_mlp, d_model]. */
export function inputVectors({ data, shape }: Tensor): Float64Array {
  const [width, neurons] = shape as [number, number];
  return transposed(data, width, neurons);
}

/** Returns some of the vectors, row-major. */
export function pick(
  vectors: ArrayLike<number>,
  width: number,
  chosen: ArrayLike<number>
): Float64Array {
  const picked = new Float64Array(chosen.length * width);
  for (let row = 0; row < chosen.length; row++)
    for (let j = 0; j < width; j++) picked[row * width + j] = vectors[chosen[row] * width + j];
  return picked;
}
