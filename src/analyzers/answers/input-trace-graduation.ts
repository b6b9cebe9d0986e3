import { int32 } from '../../array/tensor.ts';
import { answeredRows, labelsOf } from '../../task/index.ts';
import { analyzer } from '../analyzer.ts';

const SOURCE = 'input_trace';
/** Checkpoints in a row that a pair must be right. */
const STREAK = 3;

/** When each pair is learned for good. */
export default analyzer({
  id: 'input_trace_graduation',
  title: 'Graduation of pairs',
  about: 'From which epoch on the model answers each pair right three checkpoints in a row.',
  version: 1,
  structure: 'pairs',
  arrays: {},
  /** −1 for a pair that never is, −2 for one outside a custom probe set or without an answer. */
  acrossArrays: {
    graduation_epochs: { dims: ['pair'], dtype: 'int32' },
    epochs: { dims: ['epoch'], dtype: 'int32' },
    split: { dims: ['pair'], dtype: 'bool' }
  },
  reads: [SOURCE],
  async across(run) {
    const epochs = run.epochs(SOURCE);
    let split = (await run.load(SOURCE, epochs[0])).split;
    const pairs = split.data.length;
    const labels = labelsOf(run.context);
    const graduated = new Int32Array(pairs).fill(-2);
    for (const pair of run.context.rows ?? answeredRows(labels))
      if (labels[pair] >= 0) graduated[pair] = -1;
    const streak = new Int32Array(pairs);
    const since = new Int32Array(pairs);
    for (const epoch of epochs) {
      const trace = await run.load(SOURCE, epoch);
      split = trace.split;
      trace.correct.data.forEach((isRight: number, pair: number) => {
        if (streak[pair] === 0) since[pair] = epoch;
        streak[pair] = isRight ? streak[pair] + 1 : 0;
        if (streak[pair] >= STREAK && graduated[pair] === -1) graduated[pair] = since[pair];
      });
    }
    return {
      graduation_epochs: int32(graduated, [pairs]),
      epochs: int32(Int32Array.from(epochs), [epochs.length]),
      split
    };
  }
});
