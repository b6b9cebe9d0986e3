import { float64, int32 } from '../../array/tensor.ts';
import { isHardExample } from '../../task/index.ts';
import { analyzer } from '../analyzer.ts';

const wide = (...dims: readonly string[]) => ({ dims, dtype: 'float64' }) as const;
const specs = {
  entropy: wide('position'),
  wrong_entropy: wide('position'),
  accuracy: wide('position'),
  overconfident: wide('position'),
  uncertain: wide('position'),
  count: { dims: ['position'], dtype: 'int32' },
  nll_gap: wide()
} as const;

/** Where in their answers language models are unsure, and where they are sure and wrong. */
export default analyzer({
  id: 'probe_entropy',
  title: 'Entropy',
  about: 'How unsure the model is of each token of the expected answers.',
  version: 1,
  structure: 'text',
  parameters: {
    low: {
      type: 'number',
      default: 0.1,
      min: 0,
      max: 1,
      about: 'A wrong token with less entropy than this share of the largest is overconfident.'
    },
    high: {
      type: 'number',
      default: 0.9,
      min: 0,
      max: 1,
      about: 'A token with more entropy than this share of the largest is uncertain.'
    }
  },
  measuredWith: ['low', 'high'],
  /**
   * By position in the expected answers, from 0, their end included: mean `entropy` of the
   * distribution that predicts the token, in nats; that where the most probable token is wrong;
   * share of right tokens; shares that are wrong with little entropy (`overconfident`) and that
   * have almost the largest (`uncertain`); how many answers are that long. NaN of none. `nll_gap`
   * is −ln p of the expected tokens less the entropy, on average: above 0 the model is
   * overconfident.
   */
  arrays: specs,
  async read(checkpoint, { low, high }) {
    const { offsets, tokens, expected } = await checkpoint.answers();
    const own = checkpoint.probes.flatMap((probe, i) => (isHardExample(probe) ? [] : [i]));
    const most = Math.max(0, ...own.map((i) => offsets[i + 1] - offsets[i]));
    const largest = Math.log(checkpoint.vocabulary);
    const sums = Array.from({ length: most }, () => ({
      n: 0,
      h: 0,
      right: 0,
      h0: 0,
      sure: 0,
      un: 0
    }));
    let [gap, count] = [0, 0];
    for (const i of own)
      for (let at = offsets[i]; at < offsets[i + 1]; at++) {
        const sum = sums[at - offsets[i]];
        const entropy = expected.entropy[at];
        const isRight = expected.answer[at] === tokens[at];
        sum.n++;
        sum.h += entropy;
        if (isRight) sum.right++;
        else sum.h0 += entropy;
        if (!isRight && entropy < low * largest) sum.sure++;
        if (entropy > high * largest) sum.un++;
        gap -= expected.logProbability[at] + entropy;
        count++;
      }
    const of = (value: (sum: (typeof sums)[number]) => number) =>
      float64(Float64Array.from(sums, value), [most]);
    return {
      entropy: of(({ h, n }) => h / n),
      wrong_entropy: of(({ h0, n, right }) => h0 / (n - right)),
      accuracy: of(({ right, n }) => right / n),
      overconfident: of(({ sure, n }) => sure / n),
      uncertain: of(({ un, n }) => un / n),
      count: int32(
        Int32Array.from(sums, ({ n }) => n),
        [most]
      ),
      nll_gap: float64(Float64Array.of(gap / count), [])
    };
  },
  summary: specs,
  summarize: (arrays) => arrays
});
