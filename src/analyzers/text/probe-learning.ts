import { learningEvents } from '../../array/statistics/learning-events.ts';
import { float64, int32 } from '../../array/tensor.ts';
import { analyzer } from '../analyzer.ts';

const SOURCE = 'probe_answers';
const perProbe = (dtype: 'int32' | 'float64') => ({ dims: ['n_probes'], dtype }) as const;

/** When the answer to each probe is learned, how often it is forgotten, and which stay hard. */
export default analyzer({
  id: 'probe_learning',
  title: 'Learned and forgotten',
  about: 'From which step on each probe is answered right, and how often that is lost.',
  version: 1,
  structure: 'text',
  parameters: {
    streak: {
      type: 'number',
      default: 3,
      integer: true,
      min: 1,
      max: 1000,
      about: 'Checkpoints in a row with a right answer that count as learned.'
    }
  },
  arrays: {},
  /**
   * Of each probe the steps of the first right answer, of the first of several in a row (learned),
   * and from which on it is right until the end; −1 for never, −2 where no answer is expected; how
   * often it was right and then wrong; the share of the checkpoints at which it is right; mean and
   * standard deviation over checkpoints of the probability of the expected answer
   * (Swayamdipta et al. 2020, arXiv:2009.10795). Of each epoch how many probes became right and
   * wrong since the checkpoint before.
   */
  acrossArrays: {
    epochs: { dims: ['epoch'], dtype: 'int32' },
    gained: { dims: ['epoch'], dtype: 'int32' },
    lost: { dims: ['epoch'], dtype: 'int32' },
    first_correct: perProbe('int32'),
    learned_at: perProbe('int32'),
    learned_for_good: perProbe('int32'),
    forgetting_events: perProbe('int32'),
    correct_share: perProbe('float64'),
    mean_probability: perProbe('float64'),
    probability_deviation: perProbe('float64')
  },
  reads: [SOURCE],
  async across(run, { streak }) {
    const epochs = run.epochs(SOURCE);
    const n = run.context.probes?.length ?? 0;
    const correct: ArrayLike<number>[] = [];
    const [sum, squares] = [new Float64Array(n), new Float64Array(n)];
    for (const epoch of epochs) {
      const found = await run.load(SOURCE, epoch);
      correct.push(found.correct.data);
      const { data: offsets } = found.answer_offsets;
      for (let i = 0; i < n; i++) {
        let log = offsets[i] === offsets[i + 1] ? Number.NaN : 0;
        for (let k = offsets[i]; k < offsets[i + 1]; k++) log += found.log_probability.data[k];
        const p = Math.exp(log);
        sum[i] += p;
        squares[i] += p * p;
      }
    }
    const isKnown = (i: number) => correct[0][i] >= 0;
    const events = learningEvents(correct, isKnown, streak);
    const steps = (places: Int32Array) =>
      int32(
        places.map((place, i) => (!isKnown(i) ? -2 : place < 0 ? -1 : epochs[place])),
        [n]
      );
    const t = epochs.length;
    const means = sum.map((total) => total / t);
    return {
      epochs: int32(Int32Array.from(epochs), [t]),
      gained: int32(events.gains, [t]),
      lost: int32(events.losses, [t]),
      first_correct: steps(events.first),
      learned_at: steps(events.learned),
      learned_for_good: steps(events.forGood),
      forgetting_events: int32(
        events.forgotten.map((times, i) => (isKnown(i) ? times : -1)),
        [n]
      ),
      correct_share: float64(
        events.share.map((share, i) => (isKnown(i) ? share : Number.NaN)),
        [n]
      ),
      mean_probability: float64(means, [n]),
      probability_deviation: float64(
        squares.map((square, i) => Math.sqrt(Math.max(0, square / t - means[i] ** 2))),
        [n]
      )
    };
  }
});
