import { axis } from '../../figure/axes.ts';
import type { Axis, Shape } from '../../figure/figure.ts';
import { ink } from '../../figure/theme.ts';

/** Columns of a heat map, one for each checkpoint whatever the steps between. */
export interface StepColumns {
  /** Positions, [checkpoint]. */
  readonly x: Float64Array;
  readonly xaxis: Axis;
  /** `step 500`, [checkpoint]. */
  readonly names: readonly string[];
  /** A line through the column of the step under the cursor; none where it has no column. */
  readonly shapes: readonly Shape[];
}

/** Labels that fit below a heat map. */
const MOST = 14;

/** Returns the columns of a heat map over the checkpoints at some steps. */
export function stepColumns(steps: ArrayLike<number>, current: number | null): StepColumns {
  const every = Math.ceil(steps.length / MOST);
  const shown = Array.from({ length: steps.length }, (_, i) => i).filter((i) => i % every === 0);
  const here = current === null ? -1 : Array.from(steps).indexOf(current);
  return {
    x: Float64Array.from({ length: steps.length }, (_, i) => i),
    names: Array.from(steps, (step) => `step ${step}`),
    xaxis: axis('step', { tickvals: shown, ticktext: shown.map((i) => String(steps[i])) }),
    shapes:
      here < 0
        ? []
        : [
            {
              type: 'line',
              name: 'cursor',
              xref: 'x',
              yref: 'paper',
              x0: here,
              x1: here,
              y0: 0,
              y1: 1,
              line: { color: ink.text, width: 1 }
            }
          ]
  };
}
