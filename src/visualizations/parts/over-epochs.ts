import { axis, epochAxis } from '../../figure/axes.ts';
import type { Axis, Trace } from '../../figure/figure.ts';
import type { Drawing } from '../visualization.ts';

/**
 * Returns traces over the epochs as a drawing: the epochs along x, values along y with that title
 * and whatever `more` says of them.
 */
export function overEpochs(
  data: readonly Trace[],
  title: string,
  more: Partial<Axis> = {}
): Pick<Drawing, 'data' | 'layout'> {
  return { data, layout: { xaxis: epochAxis, yaxis: axis(title, more) } };
}
