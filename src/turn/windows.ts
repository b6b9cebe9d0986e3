import { descent } from './descent.ts';
import { firstLasting } from './first-lasting.ts';
import type { TurnCurve } from './turn-curve.ts';

/** Epochs from `start` to `end`. */
export interface Window {
  readonly start: number;
  readonly end: number;
}

/** The phases of a run that groks; null where it has no such phase. */
export interface Windows {
  /** From the start until the training loss stays at most 0.01. */
  readonly memorization: Window | null;
  /** From there until the test loss begins to fall. */
  readonly plateau: Window | null;
  /**
   * From the onset of the fall until its rate is a tenth of the steepest again, on the smoothed log
   * loss.
   */
  readonly secondDescent: Window | null;
}

/** Returns the phases of a run; those about the turn are null where the curve has none. */
export function windowsOf(trainLosses: ArrayLike<number>, curve: TurnCurve | null): Windows {
  const memorized = firstLasting(trainLosses, 0.01);
  const fall = curve && descent(curve.smooth, curve.peak);
  return {
    memorization: memorized === null ? null : { start: 0, end: memorized },
    plateau:
      memorized === null || !fall || fall.onset < memorized
        ? null
        : { start: memorized, end: fall.onset },
    secondDescent: fall && { start: fall.onset, end: fall.end }
  };
}
