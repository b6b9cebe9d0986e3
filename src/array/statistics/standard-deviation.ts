import { mean } from './mean.ts';

/** Returns the population standard deviation (divided by n) in float64; NaN for no values. */
export function standardDeviation(values: ArrayLike<number>): number {
  const centre = mean(values);
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i] - centre) ** 2;
  return Math.sqrt(squares / values.length);
}
