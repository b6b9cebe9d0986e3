import { dropOnset } from './detectors.ts';
import { logLosses } from './log-losses.ts';
import { turnCurve } from './turn-curve.ts';

/**
 * Returns the turn of a run, its grokking onset: the first epoch from the peak of the test loss on
 * with a drop of 80 % of it; null for a curve that does not turn (no rise and fall beyond its
 * noise). `testLosses` holds one loss per epoch.
 */
export function turnEpoch(testLosses: ArrayLike<number>): number | null {
  const curve = turnCurve(logLosses(testLosses));
  return typeof curve === 'string' ? null : dropOnset(curve);
}
