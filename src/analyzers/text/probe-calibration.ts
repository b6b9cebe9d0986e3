import { float64, type NamedArrays, type Tensor } from '../../array/tensor.ts';
import { isHardExample } from '../../task/index.ts';
import { analyzer } from '../analyzer.ts';
import {
  calibrationBins,
  calibrationNumbers,
  calibrationScalars,
  type Predictions
} from '../measures/calibration-numbers.ts';
import type { LanguageCheckpoint, ProbeAnswers } from './language-checkpoint.ts';

/** Of each token of the expected answers, or of each answer that the model gives. */
const sides = ['token', 'answer'] as const;
type Side = (typeof sides)[number];

const wide = (...dims: readonly string[]) => ({ dims, dtype: 'float64' }) as const;
const specs = Object.fromEntries(
  sides.flatMap((side) => [
    ...calibrationBins.map((name) => [`${side}_${name}`, wide('bin')] as const),
    ...calibrationScalars.map((name) => [`${side}_${name}`, wide()] as const)
  ])
) as Record<`${Side}_${(typeof calibrationBins)[number]}`, ReturnType<typeof wide>> &
  Record<`${Side}_${(typeof calibrationScalars)[number]}`, ReturnType<typeof wide>>;

/**
 * How the confidence of a language model goes with its being right, over the tokens of the expected
 * answers (given what precedes them), and over whole answers.
 */
export default analyzer({
  id: 'probe_calibration',
  title: 'Calibration of answers',
  about: 'Whether the model is as often right as it is confident, by token and by answer.',
  version: 1,
  structure: 'text',
  parameters: {
    bins: {
      type: 'number',
      default: 10,
      integer: true,
      min: 2,
      max: 100,
      about: 'Bins of equal width.'
    }
  },
  measuredWith: ['bins'],
  /**
   * As those of `calibration`. Of a `token` the confidence is the largest probability, and right
   * means that the most probable token is the expected one; `brier` is over all tokens, 0 to 2. Of
   * an `answer` the confidence is the probability of the greedy answer with its end, and right
   * means exactly the expected one; `brier` is (confidence − right)², 0 to 1, `nll` that of the
   * whole expected answer, `entropy` NaN: the answers cannot be listed.
   */
  arrays: specs,
  async read(checkpoint, { bins }) {
    const answers = await checkpoint.answers();
    const predictions = {
      token: ofTokens(checkpoint, answers),
      answer: ofAnswers(checkpoint, answers)
    };
    const found: Record<string, Tensor> = {};
    for (const side of sides) {
      const { numbers, bins: byBin } = calibrationNumbers(predictions[side], bins);
      for (const name of calibrationBins) found[`${side}_${name}`] = float64(byBin[name], [bins]);
      for (const name of calibrationScalars)
        found[`${side}_${name}`] = float64(Float64Array.of(numbers[name]), []);
    }
    return found satisfies NamedArrays;
  },
  summary: specs,
  summarize: (arrays) => arrays
});

/** Hard examples are chosen because they are hard: they would bias the whole. */
function counted({ probes }: LanguageCheckpoint): readonly number[] {
  return probes.flatMap((probe, i) => (isHardExample(probe) || probe.expected === null ? [] : [i]));
}

function ofTokens(
  checkpoint: LanguageCheckpoint,
  { offsets, tokens, expected }: ProbeAnswers
): Predictions {
  const places = counted(checkpoint).flatMap((i) =>
    Array.from({ length: offsets[i + 1] - offsets[i] }, (_, k) => offsets[i] + k)
  );
  const of = (value: (at: number) => number) => Float64Array.from(places, value);
  const { logProbability, confidence, entropy, purity, answer } = expected;
  return {
    confidence: of((at) => confidence[at]),
    correct: of((at) => (answer[at] === tokens[at] ? 1 : 0)),
    loss: of((at) => -logProbability[at]),
    entropy: of((at) => entropy[at]),
    // Σ (p − y)² = Σ p² − 2 p_y + 1
    brier: of((at) => purity[at] - 2 * Math.exp(logProbability[at]) + 1)
  };
}

function ofAnswers(
  checkpoint: LanguageCheckpoint,
  { offsets, greedy, expected }: ProbeAnswers
): Predictions {
  const places = counted(checkpoint);
  const of = (value: (i: number) => number) => Float64Array.from(places, value);
  const confidence = of((i) => Math.exp(greedy[i].logProbability));
  const correct = of((i) => Number(greedy[i].isRight));
  const lossOf = (i: number) => {
    let sum = 0;
    for (let k = offsets[i]; k < offsets[i + 1]; k++) sum -= expected.logProbability[k];
    return sum;
  };
  return {
    confidence,
    correct,
    loss: of(lossOf),
    entropy: of(() => Number.NaN),
    brier: confidence.map((sure, k) => (sure - correct[k]) ** 2)
  };
}
