import { float32, int32, type Tensor } from '../../array/tensor.ts';

/** Share of a neuron's energy from which it counts as committed to a frequency. */
const COMMITTED = 0.15;

/**
 * Sharpens what n neurons read, coefficients B · x [p, n]: each iteration keeps a neuron's
 * strongest max(1, ⌊F (1 − sharpness)⌋) frequencies, ties kept, and drops the others and the
 * constant. In coefficients that is all an iteration does, so the second changes nothing unless
 * ties are broken. Row i is the state after i iterations.
 */
export function sharpened({ data, shape }: Tensor, iterations: number, sharpness: number) {
  const [prime, n] = shape as [number, number];
  const frequencies = (prime - 1) / 2;
  const kept = Math.max(1, Math.floor(frequencies * (1 - sharpness)));
  const rows = iterations + 1;
  const aggregate = new Float32Array(rows * frequencies);
  const peaks = new Int32Array(rows * n);
  const committed = new Int32Array(rows * frequencies);
  let energy = energies(data, frequencies, n); // [n, F]
  for (let row = 0; row < rows; row++) {
    const sums = new Float64Array(frequencies);
    for (let neuron = 0; neuron < n; neuron++) {
      const own = energy.subarray(neuron * frequencies, (neuron + 1) * frequencies);
      let [best, total] = [0, 0];
      own.forEach((value, k) => {
        sums[k] += value;
        total += value;
        if (value > own[best]) best = k;
      });
      peaks[row * n + neuron] = best + 1;
      own.forEach((value, k) => {
        if (total > 0 && value / total > COMMITTED) committed[row * frequencies + k]++;
      });
    }
    const largest = Math.max(...sums);
    sums.forEach((value, k) => {
      aggregate[row * frequencies + k] = largest > 0 ? value / largest : 0;
    });
    energy = strongest(energy, frequencies, kept);
  }
  return {
    aggregate_energy: float32(aggregate, [rows, frequencies]),
    neuron_peak_freq: int32(peaks, [rows, n]),
    neuron_committed_count: int32(committed, [rows, frequencies])
  };
}

function energies(data: ArrayLike<number>, frequencies: number, n: number): Float64Array {
  const energy = new Float64Array(n * frequencies);
  for (let k = 0; k < frequencies; k++)
    for (let neuron = 0; neuron < n; neuron++)
      energy[neuron * frequencies + k] =
        data[(2 * k + 1) * n + neuron] ** 2 + data[(2 * k + 2) * n + neuron] ** 2;
  return energy;
}

function strongest(energy: Float64Array, frequencies: number, kept: number): Float64Array {
  const next = energy.slice();
  for (let from = 0; from < energy.length; from += frequencies) {
    const sorted = energy.slice(from, from + frequencies).sort();
    const least = sorted[frequencies - kept];
    for (let i = from; i < from + frequencies; i++) if (energy[i] < least) next[i] = 0;
  }
  return next;
}
