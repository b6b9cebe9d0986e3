import {
  calibrationOf,
  eceInterval,
  equalMass,
  equalWidth
} from '../../array/statistics/calibration.ts';
import { mean } from '../../array/statistics/mean.ts';

/** The numbers of {@link calibrationNumbers}. */
export const calibrationScalars = [
  'count',
  'accuracy',
  'mean_confidence',
  'ece',
  'ece_low',
  'ece_high',
  'ece_mass',
  'mce',
  'brier',
  'nll',
  'entropy',
  'confident_wrong'
] as const;

/** Its numbers of each bin. */
export const calibrationBins = ['bin_count', 'bin_confidence', 'bin_accuracy'] as const;

/** Bins of equal mass. */
const MASS_BINS = 10;
/** Confidence from which a wrong answer counts as confident. */
const SURE = 0.9;

/**
 * What a model says of some answers, [answer] each: `loss` and `entropy` in nats, `brier` the sum
 * of the squared errors over all answers, 0 to 2.
 */
export type Predictions = Readonly<
  Record<'confidence' | 'correct' | 'loss' | 'entropy' | 'brier', Float64Array>
>;

/**
 * Returns how confidence goes with being right, over `count` bins of equal width: NaN of no
 * predictions, 0 in an empty bin. `ece_low` and `ece_high` are the 5th and 95th percentile over 100
 * resamples, `ece_mass` is over 10 bins of equal mass, `confident_wrong` is the share that is wrong
 * with a confidence of at least 0.9.
 */
export function calibrationNumbers(
  { confidence, correct, loss, entropy, brier }: Predictions,
  count: number
) {
  const binOf = equalWidth(confidence, count);
  const { bins, ece, mce } = calibrationOf(confidence, correct, binOf, count);
  const [low, high] = eceInterval(confidence, correct, binOf, count);
  const mass = equalMass(confidence, MASS_BINS);
  const wrong = confidence.map((sure, i) => (sure >= SURE && correct[i] === 0 ? 1 : 0));
  const average = (values: Float64Array) => (values.length > 0 ? mean(values) : Number.NaN);
  const numbers: Record<(typeof calibrationScalars)[number], number> = {
    count: confidence.length,
    accuracy: average(correct),
    mean_confidence: average(confidence),
    ece,
    ece_low: low,
    ece_high: high,
    ece_mass: calibrationOf(confidence, correct, mass, MASS_BINS).ece,
    mce,
    brier: average(brier),
    nll: average(loss),
    entropy: average(entropy),
    confident_wrong: average(wrong)
  };
  const column = (key: 'count' | 'confidence' | 'accuracy') =>
    Float64Array.from(bins, (bin) => bin[key]);
  return {
    numbers,
    bins: {
      bin_count: column('count'),
      bin_confidence: column('confidence'),
      bin_accuracy: column('accuracy')
    }
  };
}
