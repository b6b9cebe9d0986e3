import { mean } from '../../array/statistics/mean.ts';
import { float32, int32, type NamedArrays } from '../../array/tensor.ts';
import { analyzer } from '../analyzer.ts';
import dominantFrequencies from './dominant-frequencies.ts';

/** How well the strong Fourier components of the embedding could answer the task. */
export default analyzer({
  id: 'fourier_frequency_quality',
  title: 'Fourier quality',
  about:
    'How much of the ideal answer tensor the strong Fourier components of the embedding can express.',
  structure: 'sum',
  version: 1,
  /** `dominant_frequencies` are basis rows: 2k−1 for sin k, 2k for cos k. */
  arrays: {
    quality_score: [],
    dominant_frequencies: { dims: ['component'], dtype: 'int32' },
    k: { dims: [], dtype: 'int32' },
    reconstruction_error: []
  },
  measure: dominantFrequencies.measure,
  finish({ coefficients }, { sizes: { prime } }) {
    const values = coefficients.data;
    const threshold = Math.fround(3 * mean(values));
    const rows = Array.from(values.keys()).filter((row) => values[row] > threshold);
    const quality = qualityOf(rows, prime);
    return {
      quality_score: float32(Float32Array.of(quality), []),
      dominant_frequencies: int32(Int32Array.from(rows), [rows.length]),
      k: int32(Int32Array.of(rows.length), []),
      reconstruction_error: float32(Float32Array.of(1 - quality), [])
    } satisfies NamedArrays;
  },
  summary: {
    quality_score: { dims: [], dtype: 'float64' },
    reconstruction_error: { dims: [], dtype: 'float64' },
    k: { dims: [], dtype: 'float64' }
  },
  summarize: ({ quality_score, reconstruction_error, k }) => ({
    quality_score: quality_score.data[0],
    reconstruction_error: reconstruction_error.data[0],
    k: k.data[0]
  })
});

/**
 * The share of the tensor [a + b = c], of squared norm p², in the span of the products of two of
 * the basis rows. Products of different frequencies are orthogonal to it; each of two rows of one
 * frequency (the same or sine with cosine) holds p/2, the constant with itself p: 2m/p for m
 * complete frequencies.
 */
export function qualityOf(rows: readonly number[], prime: number): number {
  const perFrequency = new Map<number, number>();
  for (const row of rows) {
    const frequency = Math.ceil(row / 2);
    perFrequency.set(frequency, (perFrequency.get(frequency) ?? 0) + 1);
  }
  const energies = Array.from(perFrequency, ([k, n]) => (k === 0 ? prime : (n ** 2 * prime) / 2));
  return energies.reduce((total, energy) => total + energy, 0) / prime ** 2;
}
