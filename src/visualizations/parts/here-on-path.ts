import type { Annotation } from '../../figure/figure.ts';
import { label } from '../../figure/theme.ts';
import { nearestRow } from './nearest-row.ts';

/**
 * Returns the label at the point of a path that is nearest to an epoch: `◆ epoch 400`; none without an epoch or a finite
 * point. Traces stay the same wherever the epoch is.
 * @param text what stands behind the diamond
 */
export function hereOnPath(
  epoch: number | null,
  epochs: ArrayLike<number>,
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  text = `epoch ${epoch}`
): readonly Annotation[] {
  if (epoch === null || x.length === 0) return [];
  const row = nearestRow(epochs, epoch);
  if (!Number.isFinite(x[row]) || !Number.isFinite(y[row])) return [];
  const place = { x: x[row]!, y: y[row]!, xref: 'x', yref: 'y' } as const;
  return [label(`◆ ${text}`.trim(), { ...place, xanchor: 'left', yanchor: 'middle' })];
}
