import { float64, int32, type Tensor } from '../../array/tensor.ts';
import { textArray } from '../../array/text-array.ts';
import { isHardExample } from '../../task/index.ts';
import { analyzer } from '../analyzer.ts';
import { shareOf } from './shares.ts';

const wide = (...dims: readonly string[]) => ({ dims, dtype: 'float64' }) as const;
const whole = (...dims: readonly string[]) => ({ dims, dtype: 'int32' }) as const;
const flag = (...dims: readonly string[]) => ({ dims, dtype: 'int8' }) as const;

/** What the model answers to each probe, and how probable the expected answer is. */
export default analyzer({
  id: 'probe_answers',
  title: 'Answers',
  about: 'What the model answers to each probe, and how probable the expected answer is to it.',
  version: 1,
  structure: 'text',
  /**
   * `answer_offsets` say where the expected answer of each probe begins among `tokens` (its end
   * included); of each token, given what precedes it, `log_probability` in nats, `confidence` (the
   * largest probability), `entropy` in nats, `purity` (the sum of the squared probabilities) and
   * `predicted` (the most probable token); `token_texts` and `greedy_texts` as UTF-8 with a NUL
   * between two. Of the greedy answer whether it is `correct` and ended (−1 where no answer is
   * expected), its `greedy_log_probability`, end included, and the first token that differs from
   * the expected ones (−1 for none).
   */
  arrays: {
    answer_offsets: whole('probe_end'),
    tokens: whole('token'),
    token_texts: { dims: ['token_byte'], dtype: 'uint8' },
    log_probability: wide('token'),
    confidence: wide('token'),
    entropy: wide('token'),
    purity: wide('token'),
    predicted: whole('token'),
    correct: flag('n_probes'),
    ended: flag('n_probes'),
    greedy_log_probability: wide('n_probes'),
    greedy_texts: { dims: ['greedy_byte'], dtype: 'uint8' },
    first_error: whole('n_probes')
  },
  async read(checkpoint) {
    const { offsets, tokens, expected, greedy } = await checkpoint.answers();
    const count = tokens.length;
    const flags = (values: readonly (boolean | null)[]): Tensor => ({
      dtype: 'int8',
      shape: [values.length],
      data: Int8Array.from(values, (value) => (value === null ? -1 : Number(value)))
    });
    const n = greedy.length;
    return {
      answer_offsets: int32(offsets, [n + 1]),
      tokens: int32(tokens, [count]),
      token_texts: textArray(Array.from(tokens, (token) => checkpoint.decode([token]))),
      log_probability: float64(expected.logProbability, [count]),
      confidence: float64(expected.confidence, [count]),
      entropy: float64(expected.entropy, [count]),
      purity: float64(expected.purity, [count]),
      predicted: int32(expected.answer, [count]),
      correct: flags(greedy.map(({ isRight }) => isRight)),
      ended: flags(greedy.map(({ hasEnded }) => hasEnded)),
      greedy_log_probability: float64(
        Float64Array.from(greedy, ({ logProbability }) => logProbability),
        [n]
      ),
      greedy_texts: textArray(greedy.map(({ text }) => text)),
      first_error: int32(
        Int32Array.from(greedy, ({ firstError }) => firstError ?? -1),
        [n]
      )
    };
  },
  /**
   * Shares of right answers among the probes, and among hard examples, with how many have an
   * expected answer (`count`, `hard_count`); mean ln of the probability per expected answer and per
   * token; per probe whether it is `correct` and the ln of the probability of its whole answer.
   */
  summary: {
    accuracy: wide(),
    count: wide(),
    hard_accuracy: wide(),
    hard_count: wide(),
    mean_log_probability: wide(),
    mean_token_log_probability: wide(),
    correct: flag('n_probes'),
    answer_log_probability: wide('n_probes')
  },
  summarize({ correct, answer_offsets, log_probability }, { probes = [] }) {
    const n = probes.length;
    const answers = Float64Array.from(probes, (_, i) => {
      const [from, to] = [answer_offsets.data[i], answer_offsets.data[i + 1]];
      if (to === from) return Number.NaN;
      let total = 0;
      for (let k = from; k < to; k++) total += log_probability.data[k];
      return total;
    });
    const own = probes.flatMap((probe, i) => (isHardExample(probe) ? [] : [i]));
    const hard = probes.flatMap((probe, i) => (isHardExample(probe) ? [i] : []));
    const [share, hardShare] = [own, hard].map((places) => shareOf(correct.data, places));
    const known = own.filter((i) => Number.isFinite(answers[i]));
    const sum = known.reduce((total, i) => total + answers[i], 0);
    const tokens = known.reduce(
      (total, i) => total + answer_offsets.data[i + 1] - answer_offsets.data[i],
      0
    );
    return {
      accuracy: share.share,
      count: share.count,
      hard_accuracy: hardShare.share,
      hard_count: hardShare.count,
      mean_log_probability: sum / known.length,
      mean_token_log_probability: sum / tokens,
      correct: { ...correct, data: Int8Array.from(correct.data) },
      answer_log_probability: float64(answers, [n])
    };
  }
});
