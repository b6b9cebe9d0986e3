import { float64, int32, type NamedArrays } from '../../array/tensor.ts';
import { analyzer } from '../analyzer.ts';

const SOURCE = 'neuron_dynamics';
const share = (value: number, about: string) =>
  ({ type: 'number', default: value, min: 0, max: 1, about }) as const;

/** Frequencies that many neurons follow for a time, and what becomes of those neurons (REQ_084). */
export default analyzer({
  id: 'transient_frequency',
  title: 'Transient frequencies',
  about: 'Which frequencies gather many neurons during training, and which of them are lost again.',
  structure: 'cyclic',
  version: 1,
  parameters: {
    neuronThreshold: share(0.7, 'Share of one frequency from which a neuron is committed to it.'),
    transientThreshold: share(0.05, 'Share of the neurons that a frequency must once have.'),
    finalThreshold: share(
      0.1,
      'Share of the neurons that a frequency must have at the end to be kept.'
    )
  },
  arrays: {},
  /**
   * Frequencies are 0-based. `peak_members_flat` from `peak_members_offsets[i]` to `[i + 1]` are
   * the neurons committed at the peak; homeless are those of them that end committed to nothing.
   */
  acrossArrays: {
    ever_qualified_freqs: { dims: ['qualified'], dtype: 'int32' },
    is_final: { dims: ['qualified'], dtype: 'bool' },
    peak_epoch: { dims: ['qualified'], dtype: 'int32' },
    peak_count: { dims: ['qualified'], dtype: 'int32' },
    homeless_count: { dims: ['qualified'], dtype: 'int32' },
    committed_counts: { dims: ['epoch', 'qualified'], dtype: 'int32' },
    peak_members_flat: { dims: ['member'], dtype: 'int32' },
    peak_members_offsets: { dims: ['offset'], dtype: 'int32' },
    epochs: { dims: ['epoch'], dtype: 'int32' },
    _neuron_threshold: { dims: [], dtype: 'float64' },
    _transient_canonical_threshold: { dims: [], dtype: 'float64' },
    _final_canonical_threshold: { dims: [], dtype: 'float64' }
  },
  reads: [SOURCE],
  async across(run, { neuronThreshold, transientThreshold, finalThreshold }) {
    const { epochs, dominant_freq, max_frac } = await run.across(SOURCE);
    const [n, neurons] = max_frac.shape as [number, number];
    const frequencies = Math.floor(run.context.sizes.prime / 2);
    const reached = Math.fround(neuronThreshold);
    const members = (row: number, frequency: number) =>
      Array.from({ length: neurons }, (_, neuron) => neuron).filter(
        (neuron) =>
          dominant_freq.data[row * neurons + neuron] === frequency &&
          max_frac.data[row * neurons + neuron] >= reached
      );
    const counts = countsOf(dominant_freq.data, max_frac.data, [n, neurons, frequencies], reached);
    const courses = Array.from({ length: frequencies }, (_, frequency) => {
      const course = Array.from({ length: n }, (_, row) => counts[row * frequencies + frequency]);
      const peak = course.indexOf(Math.max(...course));
      return { frequency, course, peak };
    }).filter(
      ({ course, peak }) => course[peak] > 0 && course[peak] >= transientThreshold * neurons
    );
    const q = courses.length;
    const peaks = courses.map(({ frequency, peak }) => members(peak, frequency));
    const isHomeless = (neuron: number) => max_frac.data[(n - 1) * neurons + neuron] < reached;
    const offsets = [0];
    for (const own of peaks) offsets.push(offsets.at(-1)! + own.length);
    const whole = (values: readonly number[]) => int32(Int32Array.from(values), [values.length]);
    const isFinal = courses.map(({ course }) =>
      course.at(-1)! >= finalThreshold * neurons ? 1 : 0
    );
    const scalar = (value: number) => float64(Float64Array.of(value), []);
    return {
      ever_qualified_freqs: whole(courses.map(({ frequency }) => frequency)),
      is_final: { dtype: 'bool', shape: [q], data: Uint8Array.from(isFinal) },
      peak_epoch: whole(courses.map(({ peak }) => epochs.data[peak])),
      peak_count: whole(courses.map(({ course, peak }) => course[peak])),
      homeless_count: whole(peaks.map((own) => own.filter(isHomeless).length)),
      committed_counts: int32(
        Int32Array.from({ length: n * q }, (_, i) => courses[i % q].course[Math.floor(i / q)]),
        [n, q]
      ),
      peak_members_flat: whole(peaks.flat()),
      peak_members_offsets: whole(offsets),
      epochs: whole([...epochs.data]),
      _neuron_threshold: scalar(neuronThreshold),
      _transient_canonical_threshold: scalar(transientThreshold),
      _final_canonical_threshold: scalar(finalThreshold)
    } satisfies NamedArrays;
  }
});

/** Committed neurons, [epoch, frequency]. */
function countsOf(
  dominant: ArrayLike<number>,
  fractions: ArrayLike<number>,
  [n, neurons, frequencies]: readonly [number, number, number],
  reached: number
): Int32Array {
  const counts = new Int32Array(n * frequencies);
  for (let i = 0; i < n * neurons; i++)
    if (fractions[i] >= reached) counts[Math.floor(i / neurons) * frequencies + dominant[i]]++;
  return counts;
}
