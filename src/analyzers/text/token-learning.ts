import { learningEvents } from '../../array/statistics/learning-events.ts';
import { float64, int32 } from '../../array/tensor.ts';
import { analyzer } from '../analyzer.ts';

const SOURCE = 'probe_answers';
const perToken = { dims: ['epoch', 'token'], dtype: 'float32' } as const;

/** When each token of the expected answers is learned. */
export default analyzer({
  id: 'token_learning',
  title: 'Tokens learned',
  about:
    'How probable each token of the expected answers is over the steps, and when it is learned.',
  version: 1,
  structure: 'text',
  arrays: {},
  /**
   * `answer_offsets` and `token_texts` as in probe_answers. Of each token and step the ln of its
   * probability given what precedes it, the entropy of the distribution that predicts it, and
   * whether it is the most probable one; `token_learned_at` is the first step of three in a row
   * with that, −1 for never.
   */
  acrossArrays: {
    epochs: { dims: ['epoch'], dtype: 'int32' },
    answer_offsets: { dims: ['probe_end'], dtype: 'int32' },
    token_texts: { dims: ['token_byte'], dtype: 'uint8' },
    log_probability: perToken,
    entropy: perToken,
    right: { dims: ['epoch', 'token'], dtype: 'bool' },
    token_learned_at: { dims: ['token'], dtype: 'int32' }
  },
  reads: [SOURCE],
  async across(run) {
    const epochs = run.epochs(SOURCE);
    const first = await run.load(SOURCE, epochs[0]);
    const count = first.tokens.data.length;
    const logs = new Float64Array(epochs.length * count);
    const entropies = new Float64Array(epochs.length * count);
    const rights: Uint8Array[] = [];
    for (const [t, epoch] of epochs.entries()) {
      const { tokens, predicted, log_probability, entropy } = await run.load(SOURCE, epoch);
      logs.set(log_probability.data, t * count);
      entropies.set(entropy.data, t * count);
      rights.push(Uint8Array.from(tokens.data, (token, k) => Number(predicted.data[k] === token)));
    }
    const { learned } = learningEvents(rights);
    const shape = [epochs.length, count];
    const flags = new Uint8Array(epochs.length * count);
    rights.forEach((row, t) => {
      flags.set(row, t * count);
    });
    return {
      epochs: int32(Int32Array.from(epochs), [epochs.length]),
      answer_offsets: first.answer_offsets,
      token_texts: first.token_texts,
      log_probability: float64(logs, shape),
      entropy: float64(entropies, shape),
      right: { dtype: 'bool', shape, data: flags },
      token_learned_at: int32(
        learned.map((place) => (place < 0 ? -1 : epochs[place])),
        [count]
      )
    };
  }
});
