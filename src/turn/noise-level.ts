import { median } from '../array/statistics/percentile.ts';

/**
 * Returns the standard deviation of the noise on a curve whose entries `lag` apart are independent:
 * the median size of its second differences, which a trend hardly moves (for normal noise that
 * median is 0.6745·√6 of the deviation). 0 for a curve too short for one.
 */
export function noiseLevel(values: Float64Array, lag = 1): number {
  if (values.length <= 2 * lag) return 0;
  const bends = new Float64Array(values.length - 2 * lag);
  for (let i = 0; i < bends.length; i++)
    bends[i] = Math.abs(values[i] - 2 * values[i + lag] + values[i + 2 * lag]);
  return median(bends) / (0.6745 * Math.sqrt(6));
}
