import { torchGenerator } from '../array/random/torch-generator.ts';
import { median, percentile } from '../array/statistics/percentile.ts';
import { detectors } from './detectors.ts';
import { logLosses } from './log-losses.ts';
import { resampler } from './resampled.ts';
import { type Spike, spikes } from './spikes.ts';
import { type NoTurn, type TurnCurve, turnCurve, turnCurveAt } from './turn-curve.ts';
import { type Windows, windowsOf } from './windows.ts';

/** What one detector says. */
export interface Detection {
  readonly id: string;
  readonly about: string;
  /** null where this rule finds none. */
  readonly epoch: number | null;
  /**
   * [evaluation before, epoch], widened to the middle 90 % of the resampled curves; null without an
   * epoch.
   */
  readonly interval: readonly [number, number] | null;
  /**
   * Share of the resampled curves in which the rule finds the epoch again, within the smoothing;
   * null without resampling.
   */
  readonly confidence: number | null;
}

/** When a run turned, by all detectors. */
export interface TurnReport {
  /** The turn (that of `drop_80`), or null for a run that has none. */
  readonly turn: number | null;
  /** Median distance of the detectors from the turn, in epochs: how much the definition matters. */
  readonly margin: number | null;
  /**
   * Mean confidence over all detectors, 0 for one that finds nothing; 0 where there is no turn,
   * null without resampling.
   */
  readonly confidence: number | null;
  /** Why there is no turn. */
  readonly reason: NoTurn | null;
  readonly detectors: readonly Detection[];
  /**
   * How many detectors found the turn, of how many, and between which epochs; null epochs where
   * none did.
   */
  readonly agreement: {
    readonly found: number;
    readonly of: number;
    readonly first: number | null;
    readonly last: number | null;
  };
  readonly windows: Windows;
  readonly spikes: readonly Spike[];
}

/** How to look for a turn. */
export interface TurnOptions {
  /** Number of answers; a uniform guess has a loss of its logarithm. */
  readonly answers: number;
  /** Curves to draw for intervals and confidence; none by default, which is much faster. */
  readonly resamples?: number;
  readonly seed?: number;
}

/**
 * Returns when a run turned, from its losses (one per epoch): every detector's epoch, interval and
 * confidence, how they agree, the phases of the run and the spikes of its training loss. The same
 * losses, resamples and seed give the same report.
 */
export function detectTurn(
  losses: { readonly train: ArrayLike<number>; readonly test: ArrayLike<number> },
  { answers, resamples = 0, seed = 0 }: TurnOptions
): TurnReport {
  const logs = logLosses(losses.test);
  const found = turnCurve(logs);
  const curve = typeof found === 'string' ? null : found;
  const epochs = curve ? epochsOf(curve, answers) : detectors.map(() => null);
  const again = curve && resamples > 0 ? redrawn(curve, answers, resamples, seed) : null;
  const detections = detectors.map(({ id, about }, d): Detection => {
    const epoch = epochs[d] ?? null;
    const draws = again?.map((row) => row[d] ?? null) ?? [];
    return {
      id,
      about,
      epoch,
      interval: epoch === null ? null : intervalOf(epoch, draws),
      confidence:
        resamples === 0 ? null : epoch === null ? 0 : shareNear(epoch, draws, curve!.sigma)
    };
  });
  const turn = epochs[0] ?? null;
  const marks = epochs.filter((epoch) => epoch !== null);
  return {
    turn,
    margin: turn === null ? null : Math.round(median(marks.map((epoch) => Math.abs(epoch - turn)))),
    confidence:
      resamples === 0 ? null : meanOf(detections.map(({ confidence }) => confidence ?? 0)),
    reason: typeof found === 'string' ? found : null,
    detectors: detections,
    agreement: {
      found: marks.length,
      of: detectors.length,
      first: marks.length > 0 ? Math.min(...marks) : null,
      last: marks.length > 0 ? Math.max(...marks) : null
    },
    windows: windowsOf(losses.train, curve),
    spikes: spikes(losses.train)
  };
}

function epochsOf(curve: TurnCurve, answers: number): readonly (number | null)[] {
  return detectors.map((detector) => detector.find({ curve, answers }));
}

/** The detectors' epochs in each resampled curve; all null in one that does not turn. */
function redrawn(
  { logs, sigma, noise }: TurnCurve,
  answers: number,
  resamples: number,
  seed: number
): readonly (readonly (number | null)[])[] {
  const draw = resampler(logs, sigma, torchGenerator(seed));
  return Array.from({ length: resamples }, () => {
    const curve = turnCurveAt(draw(), sigma, noise);
    return typeof curve === 'string' ? detectors.map(() => null) : epochsOf(curve, answers);
  });
}

function intervalOf(epoch: number, draws: readonly (number | null)[]): readonly [number, number] {
  const epochs = [...draws.filter((draw) => draw !== null)];
  const before = Math.max(0, epoch - 1);
  if (epochs.length === 0) return [before, epoch];
  return [
    Math.min(before, Math.floor(percentile(epochs, 5))),
    Math.max(epoch, Math.ceil(percentile(epochs, 95)))
  ];
}

function shareNear(epoch: number, draws: readonly (number | null)[], reach: number): number {
  return meanOf(draws.map((draw) => Number(draw !== null && Math.abs(draw - epoch) <= reach)));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
