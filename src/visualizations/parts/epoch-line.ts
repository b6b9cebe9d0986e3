import type { ScatterTrace, Series } from '../../figure/figure.ts';

/** Returns a line with markers over the epochs; values beyond the epochs are left out. */
export function epochLine(
  name: string,
  epochs: Series,
  values: Series,
  color: string,
  more: Partial<ScatterTrace> = {}
): ScatterTrace {
  const count = Math.min(epochs.length, values.length);
  const part = (series: Series) =>
    series.length === count ? series : Array.from(series).slice(0, count);
  return {
    type: 'scatter',
    name,
    x: part(epochs),
    y: part(values),
    mode: 'lines+markers',
    line: { color, width: 1.75 },
    marker: { color, size: 4 },
    hovertemplate: `epoch %{x}<br>${name}: %{y:.6~g}<extra></extra>`,
    ...more
  };
}
