import { learningEvents } from '../../array/statistics/learning-events.ts';
import { float64, int32 } from '../../array/tensor.ts';
import { labelsOf } from '../../task/index.ts';
import { analyzer } from '../analyzer.ts';

const SOURCE = 'input_trace';

/** When each pair is learned, and how often it is forgotten. */
export default analyzer({
  id: 'learning_events',
  title: 'Learning and forgetting',
  about: 'When the answer to each pair becomes right for good, and how often it is lost before.',
  version: 1,
  structure: 'pairs',
  arrays: {},
  /**
   * Of each pair the epoch from which it is right until the end (−1 where it ends wrong), how often
   * it was right and then wrong, and the share of the checkpoints at which it is right; −2, −1 and
   * NaN for one outside a custom probe set or without an answer. Of each epoch how many pairs that
   * the run is tested on became right and wrong since the checkpoint before.
   */
  acrossArrays: {
    epochs: { dims: ['epoch'], dtype: 'int32' },
    gained: { dims: ['epoch'], dtype: 'int32' },
    lost: { dims: ['epoch'], dtype: 'int32' },
    learned_for_good: { dims: ['pair'], dtype: 'int32' },
    forgetting_events: { dims: ['pair'], dtype: 'int32' },
    correct_share: { dims: ['pair'], dtype: 'float64' },
    split: { dims: ['pair'], dtype: 'bool' }
  },
  reads: [SOURCE],
  async across(run) {
    const epochs = run.epochs(SOURCE);
    const correct: ArrayLike<number>[] = [];
    let split = (await run.load(SOURCE, epochs[0])).split;
    for (const epoch of epochs) {
      const trace = await run.load(SOURCE, epoch);
      split = trace.split;
      correct.push(trace.correct.data);
    }
    const labels = labelsOf(run.context);
    const { rows } = run.context;
    const seen = rows && new Set(rows);
    const isSeen = (pair: number) => labels[pair] >= 0 && (seen?.has(pair) ?? true);
    const tested = (pair: number) => isSeen(pair) && split.data[pair] === 0;
    const { forGood, forgotten, share, gains, losses } = learningEvents(correct, tested);
    const pairs = split.data.length;
    const epochOf = (place: number) => (place < 0 ? -1 : epochs[place]);
    return {
      epochs: int32(Int32Array.from(epochs), [epochs.length]),
      gained: int32(gains, [epochs.length]),
      lost: int32(losses, [epochs.length]),
      learned_for_good: int32(
        forGood.map((place, pair) => (isSeen(pair) ? epochOf(place) : -2)),
        [pairs]
      ),
      forgetting_events: int32(
        forgotten.map((times, pair) => (isSeen(pair) ? times : -1)),
        [pairs]
      ),
      correct_share: float64(
        share.map((value, pair) => (isSeen(pair) ? value : Number.NaN)),
        [pairs]
      ),
      split
    };
  }
});
