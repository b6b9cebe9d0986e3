import { torchGenerator } from '../random/torch-generator.ts';
import { percentile } from './percentile.ts';

/** The predictions in one range of confidence. */
export interface ConfidenceBin {
  readonly count: number;
  /** Mean confidence and share of right answers; 0 in an empty bin. */
  readonly confidence: number;
  readonly accuracy: number;
}

/** How confidence and right answers go together; NaN of no predictions. */
export interface Calibration {
  readonly bins: readonly ConfidenceBin[];
  /** Expected calibration error: Σ n_b/N · |accuracy − confidence|. */
  readonly ece: number;
  /** Largest difference of a bin. */
  readonly mce: number;
}

/**
 * Returns the bin of each confidence in 0..1: `bins` of equal width, closed on the right, 0 in the
 * first.
 */
export function equalWidth(confidence: ArrayLike<number>, bins: number): Int32Array {
  return Int32Array.from(confidence, (c) =>
    Math.min(bins - 1, Math.max(0, Math.ceil(c * bins) - 1))
  );
}

/**
 * Returns the bin of each confidence: `bins` that hold as many each, by rank; equal confidences are
 * in one bin, so some may be empty.
 */
export function equalMass(confidence: ArrayLike<number>, bins: number): Int32Array {
  const count = confidence.length;
  const order = Array.from({ length: count }, (_, i) => i).sort(
    (i, j) => confidence[i] - confidence[j] || i - j
  );
  const found = new Int32Array(count);
  let [bin, rank] = [0, 0];
  for (let k = 1; k <= bins; k++, bin++) {
    let end = Math.floor((k * count) / bins);
    while (end > 0 && end < count && confidence[order[end]] === confidence[order[end - 1]]) end++;
    for (; rank < end; rank++) found[order[rank]] = bin;
  }
  return found;
}

/**
 * Returns the calibration of predictions over bins (see {@link equalWidth}): Naeini et al. 2015,
 * Guo et al. 2017 (arXiv:1706.04599).
 * @param correct 1 where the prediction is right, 0 where not
 */
export function calibrationOf(
  confidence: ArrayLike<number>,
  correct: ArrayLike<number>,
  binOf: Int32Array,
  bins: number
): Calibration {
  const counts = new Float64Array(bins);
  const confidences = new Float64Array(bins);
  const rights = new Float64Array(bins);
  for (let i = 0; i < binOf.length; i++) {
    counts[binOf[i]]++;
    confidences[binOf[i]] += confidence[i];
    rights[binOf[i]] += correct[i];
  }
  const found = Array.from(counts, (count, b) => ({
    count,
    confidence: count > 0 ? confidences[b] / count : 0,
    accuracy: count > 0 ? rights[b] / count : 0
  }));
  const gaps = found.map(({ confidence: c, accuracy }) => Math.abs(accuracy - c));
  const all = binOf.length;
  if (all === 0) return { bins: found, ece: Number.NaN, mce: Number.NaN };
  return {
    bins: found,
    ece: gaps.reduce((sum, gap, b) => sum + (counts[b] / all) * gap, 0),
    mce: Math.max(...gaps)
  };
}

/**
 * Returns the 5th and the 95th percentile of the expected calibration error over `draws` resamples
 * of the predictions (bootstrap), the same for the same seed; NaN of no predictions. A model that
 * is calibrated to perfection has an error too: it falls with the number of predictions.
 */
export function eceInterval(
  confidence: ArrayLike<number>,
  correct: ArrayLike<number>,
  binOf: Int32Array,
  bins: number,
  draws = 100,
  seed = 0
): readonly [number, number] {
  const count = binOf.length;
  if (count === 0) return [Number.NaN, Number.NaN];
  const generator = torchGenerator(seed);
  const differences = Float64Array.from(binOf, (_, i) => correct[i] - confidence[i]);
  const found = new Float64Array(draws);
  const sums = new Float64Array(bins);
  for (let draw = 0; draw < draws; draw++) {
    sums.fill(0);
    for (let k = 0; k < count; k++) {
      const i = generator.next() % count;
      sums[binOf[i]] += differences[i];
    }
    found[draw] = sums.reduce((sum, value) => sum + Math.abs(value), 0) / count;
  }
  found.sort();
  return [percentile(found, 5), percentile(found, 95)];
}
