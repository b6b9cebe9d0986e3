import { mean } from '../array/statistics/mean.ts';
import { firstAtMost } from './first-lasting.ts';
import { noiseLevel } from './noise-level.ts';
import { smoothed } from './smoothed.ts';

/** A curve of log losses that rises or holds and then falls for good: where the detectors look. */
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
  | 'the test loss never falls by 80 % from its peak'
  | 'the test loss falls from the start on, without a rise or a plateau'
  | 'the test loss falls, but rises again';

/**
 * Shares of the run's length to smooth by; the first at which the curve turns counts, so that an
 * early turn of a long run is seen.
 */
const widths = [0.01, 0.003, 0.001];
/** Never below 5 epochs, or a 40th of a run shorter than 200, or 1. */
const narrowest = (epochs: number) => Math.max(1, Math.min(5, epochs / 40));
const least = 20;
/**
 * In logarithms: a rise of 5 %, a plateau within 10 % of the start, a fall of 80 %, never back to
 * half of the peak.
 */
const rise = Math.log(1.05);
const level = Math.log(0.9);
const fall = Math.log(5);
const back = Math.log(2);
/** Rise and fall are these many standard deviations of noise beyond that. */
const deviations = 4.5;

/**
 * Returns the curve if it turns: a rise of at least 5 %, or a plateau longer than the fall, then a
 * fall of at least 80 % for good, beyond what its noise can do; else why not.
 */
export function turnCurve(logs: Float64Array): TurnCurve | NoTurn {
  const n = logs.length;
  if (n === 0) return 'no test losses';
  if (n < least) return 'fewer than 20 epochs';
  let problem: NoTurn | null = null;
  for (const width of widths) {
    const sigma = Math.max(narrowest(n), width * n);
    const found = turnCurveAt(logs, sigma, noiseOf(logs, sigma));
    if (typeof found !== 'string') return found;
    problem ??= found;
    if (sigma === narrowest(n)) break;
  }
  return problem!;
}

/**
 * White noise shrinks with the width of the smoothing; noise that drifts for longer does not, and
 * shows at that distance.
 */
function noiseOf(logs: Float64Array, sigma: number): Noise {
  const before = noiseLevel(logs);
  const white = before / Math.sqrt(2 * Math.sqrt(Math.PI) * sigma);
  const smooth = smoothed(logs, sigma);
  const drift = [sigma, widths[0] * logs.length].map((width) => {
    const lag = Math.round(3 * width);
    // In a curve of fewer such distances it is the turn that is measured; a wander of the noise
    // grows with the root of
    // the distance at most, and what grows faster is the course of the curve.
    return logs.length < 12 * lag ? 0 : Math.min(noiseLevel(smooth, lag), before * Math.sqrt(lag));
  });
  return { before, after: Math.max(white, ...drift) };
}

/** Returns the curve smoothed by `sigma` epochs if it turns, else why not. */
export function turnCurveAt(logs: Float64Array, sigma: number, noise: Noise): TurnCurve | NoTurn {
  const n = logs.length;
  const smooth = smoothed(logs, sigma);
  let peak = 0;
  for (let e = 1; e < n; e++) if (smooth[e] > smooth[peak]) peak = e;
  const top = smooth[peak];
  const fallen = firstAtMost(smooth, top - fall, peak);
  const depth = fall + deviations * noise.after;
  if (fallen === null || firstAtMost(smooth, top - depth, fallen) === null)
    return 'the test loss never falls by 80 % from its peak';
  if (!rises(logs, peak, top, noise) && !holds(smooth, fallen))
    return 'the test loss falls from the start on, without a rise or a plateau';
  for (let e = fallen; e < n; e++)
    if (smooth[e] > top - back) return 'the test loss falls, but rises again';
  return { logs, smooth, sigma, noise, peak, fallen };
}

/**
 * True if the peak lies above where the curve begins: the mean of its first epochs, few where it
 * rises at once, more against noise.
 */
function rises(logs: Float64Array, peak: number, top: number, { before, after }: Noise): boolean {
  return [5, 20, 80, 320].some((count, i) => {
    if (peak < (i === 0 ? count : 2 * count)) return false;
    const margin = deviations * (before / Math.sqrt(count) + after);
    return top - mean(logs.subarray(0, count)) >= rise + margin;
  });
}

/** True if the curve keeps the level of its start for longer than it then takes to fall by 80 %. */
function holds(smooth: Float64Array, fallen: number): boolean {
  let held = fallen;
  while (held >= 0 && smooth[held] < smooth[0] + level) held--;
  return held > fallen - held;
}
