import { descent } from './descent.ts';
import { firstAtMost, firstLasting } from './first-lasting.ts';
import { knee } from './knee.ts';
import { smoothed } from './smoothed.ts';
import type { TurnCurve } from './turn-curve.ts';

/** What a detector may look at. */
export interface Evidence {
  readonly curve: TurnCurve;
  /** Number of answers: a uniform guess has a loss of its logarithm. */
  readonly answers: number;
}

/** One way to tell when a run turns. */
export interface Detector {
  /** snake_case; the key in JSON. */
  readonly id: string;
  /** One sentence: the rule. */
  readonly about: string;
  /** The epoch, or null where this rule finds none. */
  find(evidence: Evidence): number | null;
}

/**
 * All detectors on the test loss, the one that names the turn first. They mark different moments of
 * one event: the fall begins at `descent_onset` and `knee` and is nearly over at `loss_below_0.01`;
 * their spread says how sharp the turn is.
 */
export const detectors: readonly Detector[] = [
  {
    id: 'drop_80',
    about: 'First epoch from the peak of the test loss on with a drop of 80 % of it.',
    find: ({ curve }) => dropOnset(curve)
  },
  {
    id: 'below_uniform',
    about:
      'First epoch after the peak with a test loss below that of a uniform guess for 3 epochs.',
    find: ({ curve, answers }) => below(curve, Math.log(answers))
  },
  ...[0.1, 0.01].map(
    (limit): Detector => ({
      id: `loss_below_${limit}`,
      about: `First epoch after the peak with a test loss of at most ${limit} for 3 epochs.`,
      find: ({ curve }) => below(curve, limit)
    })
  ),
  {
    id: 'descent_onset',
    about:
      'Where the fall of the smoothed log loss begins: back from its steepest epoch to a tenth of that rate.',
    find: ({ curve }) => descent(curve.smooth, curve.peak)?.onset ?? null
  },
  {
    id: 'steepest_fall',
    about: 'Where the smoothed test loss itself falls fastest: its inflection.',
    find: ({ curve }) => {
      const losses = new Float64Array(curve.logs.length);
      for (let e = 0; e < losses.length; e++) losses[e] = Math.exp(curve.logs[e]);
      return descent(smoothed(losses, curve.sigma), curve.peak)?.steepest ?? null;
    }
  },
  {
    id: 'knee',
    about: 'Where the log test loss bends down: two or three straight segments against one (BIC).',
    find: ({ curve: { logs, smooth, peak } }) => {
      // As much of the floor as there is of plateau and fall: a long run does not hide an early
      // turn.
      const end = descent(smooth, peak)?.end ?? logs.length;
      return knee(logs, peak, Math.min(logs.length, 2 * end - peak));
    }
  }
];

/**
 * Returns the first epoch from the highest test loss before the fall on with a drop of 80 % of it;
 * null where there is none. Losses with more than 20 % noise are smoothed first, else their largest
 * outlier would be the peak.
 */
export function dropOnset({ logs, smooth, noise, fallen }: TurnCurve): number | null {
  const values = noise.before > 0.2 ? smooth : logs;
  let top = 0;
  for (let e = 1; e <= fallen; e++) if (values[e] > values[top]) top = e;
  return firstAtMost(values, values[top] + Math.log(0.2), top);
}

/** A limit that the curve is below all along says nothing. */
function below({ logs, smooth, peak }: TurnCurve, limit: number): number | null {
  if (!(limit > 0) || smooth[peak] <= Math.log(limit)) return null;
  return firstLasting(logs, Math.log(limit), peak);
}
