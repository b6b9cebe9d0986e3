import { axis } from '../../figure/axes.ts';
import type { Axis, HeatmapTrace, Shape } from '../../figure/figure.ts';
import { ink } from '../../figure/theme.ts';
import type { Drawing } from '../visualization.ts';

/** What a heat map over checkpoints shows. */
export interface StepMap {
  /** What the values are. */
  readonly name: string;
  /** A row for each thing, [row][checkpoint]; NaN is a gap. */
  readonly z: readonly (readonly number[])[];
  /** Colour scale, its ends and its bar. */
  readonly colors: Partial<HeatmapTrace>;
  /** The axis of the rows; they lie at 0, 1 …, the first at the bottom unless it is reversed. */
  readonly rows: Axis;
  /** What the hover says of a cell, before the value; `step` is `step 500`. */
  told(row: number, step: string, checkpoint: number): string;
  /** What it says of the value. */
  readonly value: string;
}

/** Labels that fit below a heat map. */
const MOST = 14;

/**
 * Returns a heat map over the checkpoints at some steps, a column for each whatever the steps
 * between, with a line through that of the step under the cursor.
 */
export function stepMap(
  steps: ArrayLike<number>,
  current: number | null,
  { name, z, colors, rows, told, value }: StepMap
): Pick<Drawing, 'data' | 'layout'> {
  const all = Array.from(steps);
  const every = Math.ceil(all.length / MOST);
  const shown = [...all.keys()].filter((i) => i % every === 0);
  return {
    data: [
      {
        type: 'heatmap',
        name,
        x: Float64Array.from(all.keys()),
        y: [...z.keys()],
        z,
        hoverongaps: false,
        ...colors,
        customdata: z.map((_, row) => all.map((step, t) => told(row, `step ${step}`, t))),
        hovertemplate: `%{customdata}<br>${value}<extra></extra>`,
        meta: { steps: all }
      }
    ],
    layout: {
      plot_bgcolor: ink.gap,
      xaxis: axis('step', { tickvals: shown, ticktext: shown.map((i) => String(all[i])) }),
      yaxis: rows,
      shapes: cursorAt(current === null ? -1 : all.indexOf(current))
    }
  };
}

function cursorAt(column: number): readonly Shape[] {
  if (column < 0) return [];
  const line = { color: ink.text, width: 1 };
  const place = { xref: 'x', yref: 'paper', x0: column, x1: column, y0: 0, y1: 1 } as const;
  return [{ type: 'line', name: 'cursor', ...place, line }];
}
