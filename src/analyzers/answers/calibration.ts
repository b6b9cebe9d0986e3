import { float64, type NamedArrays, type Tensor } from '../../array/tensor.ts';
import {
  argmax,
  cast,
  exp,
  integers,
  logSoftmax,
  max,
  mul,
  neg,
  reshape,
  square,
  sum,
  takeAlong
} from '../../engine/index.ts';
import { analyzer } from '../analyzer.ts';
import {
  calibrationNumbers,
  type Predictions,
  calibrationBins as perBin,
  calibrationScalars as scalars
} from '../measures/calibration-numbers.ts';
import { rowFacts } from '../measures/row-facts.ts';

const sides = ['test', 'train'] as const;

/** Bins of equal width, as Guo et al. 2017. */
const BINS = 15;

type Side = (typeof sides)[number];
type Key = `${Side}_${(typeof scalars)[number]}`;
type BinKey = `${Side}_${(typeof perBin)[number]}`;

const wide = (...dims: readonly string[]) => ({ dims, dtype: 'float64' }) as const;
const scalarSpecs = Object.fromEntries(
  sides.flatMap((side) => scalars.map((name) => [`${side}_${name}`, wide()]))
) as Record<Key, ReturnType<typeof wide>>;
const binSpecs = Object.fromEntries(
  sides.flatMap((side) => perBin.map((name) => [`${side}_${name}`, wide('bin')]))
) as Record<BinKey, ReturnType<typeof wide>>;

/**
 * How the confidence of the answers, their largest probability, goes with their being right: of the
 * rows that the run is tested on, and of those it trained on.
 */
export default analyzer({
  id: 'calibration',
  title: 'Calibration',
  about: 'Whether the model is as often right as it is confident.',
  version: 1,
  probed: true,
  /**
   * `bin_…` of 15 bins of equal width, closed on the right, 0 in an empty one (its count says so).
   * `ece` and `mce` over them, `ece_low` and `ece_high` the 5th and 95th percentile over 100
   * resamples, `ece_mass` over 10 bins of equal mass; `brier` the sum over all answers, 0 to 2;
   * `nll` and `entropy` in nats; `confident_wrong` the share that is wrong with a confidence of at
   * least 0.9. NaN on a side without rows.
   */
  arrays: { ...binSpecs, ...scalarSpecs },
  measure({ labels, activation }) {
    const logits = cast(activation('logits'), 'double'); // [rows, answer]
    const [rows] = logits.shape;
    const logs = logSoftmax(logits, 1);
    const shares = exp(logs);
    // Rows without an answer are left out on the host.
    const right = integers(
      labels.map((label) => Math.max(0, label)),
      [rows, 1]
    );
    return {
      answer: argmax(logits, 1),
      confidence: max(shares, 1),
      loss: reshape(neg(takeAlong(logs, right, 1)), [rows]),
      entropy: neg(sum(mul(shares, logs), [1])),
      squares: sum(square(shares), [1])
    };
  },
  finish({ answer, confidence, loss, entropy, squares }, context) {
    const { labels, isTrained } = rowFacts(context);
    const { rows } = context;
    const found: Record<string, Tensor> = {};
    const kept = sides.map((side) => {
      const chosen: number[] = [];
      for (let i = 0; i < answer.data.length; i++) {
        const row = rows?.[i] ?? i;
        if (labels[row] >= 0 && isTrained[row] === (side === 'train' ? 1 : 0)) chosen.push(i);
      }
      const of = (value: (i: number) => number) => Float64Array.from(chosen, value);
      const predictions: Predictions = {
        confidence: of((i) => confidence.data[i]),
        correct: of((i) => (answer.data[i] === labels[rows?.[i] ?? i] ? 1 : 0)),
        loss: of((i) => loss.data[i]),
        entropy: of((i) => entropy.data[i]),
        // Σ (p − y)² = Σ p² − 2 p_y + 1
        brier: of((i) => squares.data[i] - 2 * Math.exp(-loss.data[i]) + 1)
      };
      return [side, calibrationNumbers(predictions, BINS)] as const;
    });
    for (const [side, { bins }] of kept)
      for (const name of perBin) found[`${side}_${name}`] = float64(bins[name], [BINS]);
    for (const [side, { numbers }] of kept)
      for (const name of scalars)
        found[`${side}_${name}`] = float64(Float64Array.of(numbers[name]), []);
    return found as NamedArrays;
  },
  summary: { ...binSpecs, ...scalarSpecs },
  summarize: (arrays) => arrays
});
