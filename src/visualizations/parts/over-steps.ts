import { axis } from '../../figure/axes.ts';
import type { Axis, ScatterTrace, Series, Trace } from '../../figure/figure.ts';
import type { Drawing } from '../visualization.ts';
import { epochLine } from './epoch-line.ts';

/** The axis of optimizer steps: true to scale, numbers in full. */
export const stepAxis: Axis = axis('step', { exponentformat: 'none' });

/** Returns traces over the steps of a language model as a drawing, as `overEpochs` does. */
export function overSteps(
  data: readonly Trace[],
  title: string,
  more: Partial<Axis> = {}
): Pick<Drawing, 'data' | 'layout'> {
  return { data, layout: { xaxis: stepAxis, yaxis: axis(title, more) } };
}

/** Returns a line with markers over the steps of a language model, as `epochLine` does. */
export function stepLine(
  name: string,
  steps: Series,
  values: Series,
  color: string,
  more: Partial<ScatterTrace> = {}
): ScatterTrace {
  const hovertemplate = `step %{x}<br>${name}: %{y:.6~g}<extra></extra>`;
  return epochLine(name, steps, values, color, { hovertemplate, ...more });
}
