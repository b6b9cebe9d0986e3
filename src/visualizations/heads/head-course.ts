import { finiteExtent } from '../../array/statistics/finite-extent.ts';
import { axis, epochAxis } from '../../figure/axes.ts';
import type { Axis, ScatterTrace, Series } from '../../figure/figure.ts';
import { headColor } from './heads.ts';

/** What the attention heads follow through training. */
export interface HeadCourse {
  readonly epochs: Series;
  /** The strongest frequency of each head, counted from 1, and its share, [head][epoch]. */
  readonly frequencies: readonly Series[];
  readonly shares: readonly Series[];
}

/** Returns two panels: above the frequency that each head follows, as steps, below its share. */
export function headPanels(
  { epochs, frequencies, shares }: HeadCourse,
  shareName: string
): {
  readonly data: readonly ScatterTrace[];
  readonly layout: { readonly xaxis: Axis; readonly yaxis: Axis; readonly yaxis2: Axis };
} {
  const above = frequencies.map(
    (y, head): ScatterTrace => ({
      type: 'scatter',
      mode: 'lines+markers',
      name: `head ${head}`,
      x: epochs,
      y,
      line: { color: headColor(head), width: 1.25, shape: 'hv' },
      marker: { color: headColor(head), size: 4 },
      hovertemplate: `head ${head}<br>epoch %{x}<br>k %{y}<extra></extra>`,
      showlegend: head < 5
    })
  );
  const below = shares.map(
    (y, head): ScatterTrace => ({
      type: 'scatter',
      mode: 'lines+markers',
      name: `head ${head}`,
      x: epochs,
      y,
      line: { color: headColor(head), width: 1.75 },
      marker: { color: headColor(head), size: 4 },
      hovertemplate: `head ${head}<br>epoch %{x}<br>${shareName} %{y:.4~g}<extra></extra>`,
      yaxis: 'y2',
      showlegend: false
    })
  );
  const highest = Math.max(1, ...frequencies.map((y) => finiteExtent(y)?.[1] ?? 1));
  return {
    data: [...above, ...below],
    layout: {
      xaxis: { ...epochAxis, anchor: 'y2' },
      yaxis: axis('frequency', { domain: [0.5, 1], range: [0, highest + 1] }),
      yaxis2: axis(shareName, { domain: [0, 0.42], anchor: 'x' })
    }
  };
}
