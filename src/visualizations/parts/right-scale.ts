import { okabeIto } from '../../figure/colors.ts';
import type { HeatmapTrace } from '../../figure/figure.ts';

/**
 * How heat maps of 1 (right) and 0 (wrong) look: blue and orange, which everybody can tell apart.
 */
export const rightScale = {
  colorscale: [
    [0, okabeIto.orange],
    [0.5, okabeIto.orange],
    [0.5, okabeIto.blue],
    [1, okabeIto.blue]
  ],
  zmin: 0,
  zmax: 1,
  hoverongaps: false,
  colorbar: { tickvals: [0.25, 0.75], ticktext: ['wrong', 'right'] }
} as const satisfies Partial<HeatmapTrace>;
