import type { NamedArrays, Numbers } from '../../array/tensor.ts';
import { missingArray } from '../parts/read-arrays.ts';

/**
 * Returns one number per neuron of a whole run under the first of these keys: a vector [neuron] of
 * cross_epoch.npz, or the last row of a summary's [epoch, neuron]. Throws a UserError naming the
 * first key when none is there.
 */
export function perNeuron(arrays: NamedArrays, keys: readonly string[]): Numbers {
  for (const key of keys) {
    const found = arrays[key];
    if (found?.shape.length === 1) return found.data;
    if (found?.shape.length === 2) return found.data.subarray(found.data.length - found.shape[1]);
  }
  throw missingArray(keys[0], 'neuron_dynamics');
}
