import { mean } from '../array/mean.ts';
import { firstAtMost } from './first-lasting.ts';
import { noiseLevel } from './noise-level.ts';
import { smoothed } from './smoothed.ts';

/** A curve of log losses that rises and then falls for good: where the detectors look. */
export interface TurnCurve {
  /** ln of the test loss of each epoch. */
  readonly logs: Float64Array;
  /** The same, smoothed. */
  readonly smooth: Float64Array;
  /** Width of the smoothing in epochs. */
  readonly sigma: number;
  readonly noise: Noise;
  /** Epoch at which `smooth` is largest before it falls. */
  readonly peak: number;
  /** First epoch after it at which `smooth` has fallen by 80 % of the loss. */
  readonly fallen: number;
}

/** Standard deviation of the noise on a curve of log losses. */
export interface Noise {
  readonly before: number;
  /** After the smoothing. */
  readonly after: number;
}

/** Why a curve does not turn. */
export type NoTurn =
  | 'no test losses'
  | 'fewer than 20 epochs'
  | 'the test loss never rises'
  | 'the test loss never falls by 80 % from its peak'
  | 'the test loss falls, but rises again';

/** Shares of the run's length to smooth by; the first at which the curve turns counts, so that an early turn of a long run is seen. */
const widths = [0.01, 0.003, 0.001];
const narrowest = 5;
const least = 20;
/** A rise of 5 % and a fall of 80 %, beyond what noise of this many deviations can do; never back to half of the peak. */
const rise = Math.log(1.05);
const fall = Math.log(5);
const back = Math.log(2);
const deviations = 4.5;

/** Returns the curve if it turns: a rise of at least 5 %, then a fall of at least 80 % for good, both beyond its noise; else why not. */
export function turnCurve(logs: Float64Array): TurnCurve | NoTurn {
  const n = logs.length;
  if (n === 0) return 'no test losses';
  if (n < least) return 'fewer than 20 epochs';
  let problem: TurnCurve | NoTurn = 'the test loss never rises';
  for (const width of widths) {
    const sigma = Math.max(narrowest, width * n);
    const found = turnCurveAt(logs, sigma, noiseOf(logs, sigma));
    if (typeof found !== 'string') return found;
    if (found !== 'the test loss never rises') problem = found;
    if (sigma === narrowest) break;
  }
  return problem;
}

/** White noise shrinks with the width of the smoothing; noise that drifts for longer does not, and shows at that distance. */
function noiseOf(logs: Float64Array, sigma: number): Noise {
  const before = noiseLevel(logs);
  const white = before / Math.sqrt(2 * Math.sqrt(Math.PI) * sigma);
  const smooth = smoothed(logs, sigma);
  const drift = [sigma, widths[0]! * logs.length].map((lag) =>
    noiseLevel(smooth, Math.round(3 * lag))
  );
  return { before, after: Math.max(white, ...drift) };
}

/** True if the peak lies above where the curve begins: the mean of its first epochs, few where it rises at once, more against noise. */
function rises(logs: Float64Array, peak: number, top: number, { before, after }: Noise): boolean {
  return [5, 20, 80, 320].some((count, i) => {
    if (i > 0 && count > peak / 2) return false;
    const margin = deviations * (before / Math.sqrt(count) + after);
    return top - mean(logs.subarray(0, count)) >= rise + margin;
  });
}

/** Returns the curve smoothed by `sigma` epochs if it turns, else why not. */
export function turnCurveAt(logs: Float64Array, sigma: number, noise: Noise): TurnCurve | NoTurn {
  const n = logs.length;
  const smooth = smoothed(logs, sigma);
  let peak = 0;
  for (let e = 1; e < n; e++) if (smooth[e]! > smooth[peak]!) peak = e;
  if (!rises(logs, peak, smooth[peak]!, noise)) return 'the test loss never rises';
  const depth = fall + deviations * noise.after;
  const fallen = firstAtMost(smooth, smooth[peak]! - fall, peak);
  if (fallen === null || firstAtMost(smooth, smooth[peak]! - depth, fallen) === null)
    return 'the test loss never falls by 80 % from its peak';
  for (let e = fallen; e < n; e++)
    if (smooth[e]! > smooth[peak]! - back) return 'the test loss falls, but rises again';
  return { logs, smooth, sigma, noise, peak, fallen };
}
