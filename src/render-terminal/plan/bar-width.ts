import type { BarTrace } from '../../figure/figure.ts';
import type { Floats } from './series.ts';

/**
 * Returns the width of a trace's bars in data units: its own, or the least distance between bars
 * less the gap.
 */
export function barWidth(trace: BarTrace, x: Floats, gap: number): number {
  if (typeof trace.width === 'number') return trace.width;
  if (trace.width?.length) return trace.width[0];
  let least = Number.POSITIVE_INFINITY;
  const sorted = Float64Array.from(x).sort();
  for (let i = 1; i < sorted.length; i++) {
    const step = sorted[i] - sorted[i - 1];
    if (step > 0 && step < least) least = step;
  }
  return (Number.isFinite(least) ? least : 1) * (1 - gap);
}
