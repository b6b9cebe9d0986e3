import { finiteExtent } from '../../array/statistics/finite-extent.ts';
import type { Numbers } from '../../array/tensor.ts';
import { diverging, viridis } from '../../figure/colors.ts';
import type { HeatmapTrace } from '../../figure/figure.ts';

/**
 * Returns the colours of activations: a sequential scale from 0 where none is below it (after
 * ReLU), else a diverging one symmetric about 0. Where a terminal shows several cells as one pixel,
 * it shows their mean.
 * @param known the largest size over all epochs, where known
 */
export function activationColors(
  values: readonly Numbers[],
  known?: number
): Pick<HeatmapTrace, 'colorscale' | 'zmin' | 'zmax' | 'meta'> {
  const extents = values.map((part) => finiteExtent(part) ?? [0, 0]);
  const low = Math.min(0, ...extents.map(([least]) => least));
  const limit = known || Math.max(-low, ...extents.map(([, most]) => most)) || 1;
  return low < 0
    ? { colorscale: diverging, zmin: -limit, zmax: limit, meta: { pooled: 'mean' } }
    : { colorscale: viridis, zmin: 0, zmax: limit, meta: { pooled: 'mean' } };
}
