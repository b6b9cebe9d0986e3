import { finiteExtent } from '../../array/statistics/finite-extent.ts';
import { viridis } from '../../figure/colors.ts';
import type { ScatterTrace } from '../../figure/figure.ts';

/**
 * Returns the markers of a path through training: early checkpoints dark, late ones bright, with a
 * colour bar of epochs.
 */
export function epochMarker(
  epochs: ArrayLike<number>,
  size = 6
): NonNullable<ScatterTrace['marker']> {
  const [first, last] = finiteExtent(epochs) ?? [0, 1];
  return {
    color: Float64Array.from(epochs),
    colorscale: viridis,
    cmin: first,
    cmax: last > first ? last : first + 1,
    size,
    showscale: true,
    colorbar: { title: { text: 'epoch' } }
  };
}
