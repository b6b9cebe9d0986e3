import { finiteExtent } from '../../array/statistics/finite-extent.ts';
import { axis } from '../../figure/axes.ts';
import type { Annotation, Axis, Layout, ScatterTrace, Series } from '../../figure/figure.ts';
import { ink, label } from '../../figure/theme.ts';

/** Points per full circle of the arcs. */
const FINENESS = 180;

/**
 * Returns a polar histogram on plain axes: the outline of sectors whose radius is the count, from
 * -180° on counter-clockwise; and two rings, at the largest and at half the largest count.
 */
export function rose(counts: Series, color: string): readonly ScatterTrace[] {
  const bins = counts.length;
  const points = Array.from({ length: bins }, (_, bin) => {
    const [from, to] = [-180 + (360 * bin) / bins, -180 + (360 * (bin + 1)) / bins];
    const steps = Math.max(2, Math.ceil(FINENESS / bins));
    const text = `${Math.round(from)}° to ${Math.round(to)}°: ${counts[bin]}`;
    return Array.from({ length: steps + 1 }, (__, i) => {
      const angle = ((from + ((to - from) * i) / steps) * Math.PI) / 180;
      return { x: counts[bin] * Math.cos(angle), y: counts[bin] * Math.sin(angle), text };
    });
  }).flat();
  const outline = points.length > 0 ? [...points, points[0]] : points;
  const most = mostOf(counts);
  return [
    {
      type: 'scatter',
      name: 'neurons',
      x: outline.map(({ x }) => x),
      y: outline.map(({ y }) => y),
      mode: 'lines',
      line: { color, width: 1.5 },
      fill: 'toself',
      fillcolor: `${color}66`,
      text: outline.map(({ text }) => text),
      hovertemplate: '%{text} neurons<extra></extra>',
      showlegend: false
    },
    ring(most),
    ring(most / 2)
  ];
}

/**
 * Returns square axes without numbers for a rose of neurons, with the directions and the count of
 * the rings written in it.
 */
export function roseAxes(counts: Series): Layout {
  const most = mostOf(counts);
  const reach = most * 1.2;
  const bare: Axis = {
    range: [-reach, reach],
    showgrid: false,
    showline: false,
    showticklabels: false,
    tickvals: []
  };
  const place = { xref: 'x', yref: 'y', xanchor: 'center', yanchor: 'middle' } as const;
  const directions = [0, 90, 180, -90].map((degrees): Annotation => {
    const [x, y] = [Math.cos, Math.sin].map((of) => of((degrees * Math.PI) / 180) * most * 1.11);
    return label(degrees === 180 ? '±180°' : `${degrees}°`, { x, y, ...place });
  });
  const rings = [most / 2, most].map(
    (count): Annotation => label(String(count), { ...place, x: count * 0.74, y: count * 0.74 })
  );
  return {
    xaxis: { ...axis('neurons per sector'), ...bare, constrain: 'domain' },
    yaxis: { ...axis(''), ...bare, constrain: 'domain', scaleanchor: 'x' },
    annotations: [...directions, ...rings]
  };
}

function ring(radius: number): ScatterTrace {
  const angles = Array.from({ length: 121 }, (_, i) => (2 * Math.PI * i) / 120);
  return {
    type: 'scatter',
    name: `${radius} neurons`,
    x: angles.map((angle) => radius * Math.cos(angle)),
    y: angles.map((angle) => radius * Math.sin(angle)),
    mode: 'lines',
    line: { color: ink.line, width: 1, dash: 'dot' },
    hoverinfo: 'skip',
    hovertemplate: `${radius} neurons<extra></extra>`,
    showlegend: false
  };
}

/** The largest count, made even so that half of it is whole. */
function mostOf(counts: Series): number {
  const most = finiteExtent(counts)?.[1] ?? 0;
  return Math.max(2, 2 * Math.ceil(most / 2));
}
