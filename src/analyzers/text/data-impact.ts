import { float64, int32 } from '../../array/tensor.ts';
import { textArray, textsIn } from '../../array/text-array.ts';
import { analyzer } from '../analyzer.ts';

const SOURCE = 'probe_skills';

/**
 * How each skill changed while each training file was used, by the recorded steps. Where two files
 * were used at once the change is told for both, not divided.
 */
export default analyzer({
  id: 'data_impact',
  title: 'Data impact',
  about: 'How each skill changed while each training file was used.',
  version: 1,
  structure: 'text',
  arrays: {},
  /**
   * `files` and `skills` are names as UTF-8 with a NUL between two. Of each file the recorded
   * steps, the steps of the checkpoints that are compared (the last one up to its first step, else
   * the first one; the first one from its last step on, else the last one), how many other files
   * were used at some of these steps, and the `change` of each skill's share of right answers
   * [file, skill]; NaN where it is not known, or where both are one checkpoint. No files where
   * none are recorded.
   */
  acrossArrays: {
    epochs: { dims: ['epoch'], dtype: 'int32' },
    files: { dims: ['file_byte'], dtype: 'uint8' },
    skills: { dims: ['skill_byte'], dtype: 'uint8' },
    from: { dims: ['file'], dtype: 'int32' },
    to: { dims: ['file'], dtype: 'int32' },
    before: { dims: ['file'], dtype: 'int32' },
    after: { dims: ['file'], dtype: 'int32' },
    overlaps: { dims: ['file'], dtype: 'int32' },
    change: { dims: ['file', 'skill'], dtype: 'float64' }
  },
  reads: [SOURCE],
  async across(run) {
    const epochs = run.epochs(SOURCE);
    const files = (await run.files?.dataFiles()) ?? [];
    const artifacts = new Map<number, Awaited<ReturnType<typeof run.load>>>();
    for (const epoch of epochs) artifacts.set(epoch, await run.load(SOURCE, epoch));
    const first = artifacts.get(epochs[0])!;
    const count = first.accuracy.data.length;
    const spans = files.map(({ from, to }) => ({
      before: epochs.findLast((epoch) => epoch <= from) ?? epochs[0],
      after: epochs.find((epoch) => epoch >= to) ?? (epochs.at(-1) as number)
    }));
    const change = spans.flatMap(({ before, after }) => {
      const [then, now] = [artifacts.get(before)!, artifacts.get(after)!];
      return Array.from({ length: count }, (_, skill) =>
        before < after ? now.accuracy.data[skill] - then.accuracy.data[skill] : Number.NaN
      );
    });
    const overlaps = files.map(
      ({ from, to }) => files.filter((other) => other.from < to && from < other.to).length - 1
    );
    const n = files.length;
    const column = (values: readonly number[]) => int32(Int32Array.from(values), [n]);
    return {
      epochs: int32(Int32Array.from(epochs), [epochs.length]),
      files: textArray(files.map(({ file }) => file)),
      skills: textArray(textsIn(first.skills, count)),
      from: column(files.map(({ from }) => from)),
      to: column(files.map(({ to }) => to)),
      before: column(spans.map(({ before }) => before)),
      after: column(spans.map(({ after }) => after)),
      overlaps: column(overlaps),
      change: float64(Float64Array.from(change), [n, count])
    };
  }
});
