import { diverging } from './colors.ts';
import type { Figure, HeatmapTrace, ScatterTrace, Series, Trace } from './figure.ts';

/** What a curve or bar of the baseline is drawn in. */
const GHOST = '#8a8a8a';

/**
 * Returns a figure beside the same figure of a baseline (another epoch): maps of the same size
 * become their difference, on a diverging scale about 0 whose range is that of the map's own
 * colours; curves, points and bars of the baseline stand behind as grey ones. `name` is the
 * baseline in words. Colours that stand for kinds have no difference, nor have maps of other sizes:
 * such maps stay as they are, and a figure of which nothing changes is the same object.
 */
export function against(figure: Figure, baseline: Figure, name: string): Figure {
  const ghosts: Trace[] = [];
  const data = figure.data.map((trace, i): Trace => {
    const before = baseline.data[i];
    if (trace.type === 'heatmap')
      return before?.type === 'heatmap' ? differenceOf(trace, before, name) : trace;
    if (before && before.type !== 'heatmap' && !isHidden(before))
      ghosts.push(ghostOf(before, name));
    return trace;
  });
  const isSame = ghosts.length === 0 && data.every((trace, i) => trace === figure.data[i]);
  return isSame ? figure : { data: [...ghosts, ...data], layout: figure.layout };
}

function isHidden(trace: Exclude<Trace, HeatmapTrace>): boolean {
  return trace.type === 'scatter' && (trace.hoverinfo === 'skip' || trace.fill === 'tonexty');
}

function differenceOf(trace: HeatmapTrace, before: HeatmapTrace, name: string): HeatmapTrace {
  const { z, zmin, zmax, colorbar } = trace;
  const isAlike =
    z.length === before.z.length && z.every((row, i) => row.length === before.z[i].length);
  // Steps of colour are kinds: a difference of kinds is no number.
  if (!isAlike || colorbar?.ticktext || zmin === undefined || zmax === undefined) return trace;
  const most = zmin < 0 && zmax > 0 ? Math.max(-zmin, zmax) : zmax - zmin;
  const minus = (row: Series, other: Series) =>
    Float64Array.from({ length: row.length }, (_, j) => row[j] - other[j]);
  const { text: _, ...rest } = trace;
  return {
    ...rest,
    z: z.map((row, i) => minus(row, before.z[i])),
    colorscale: diverging,
    zmin: -most,
    zmax: most,
    zmid: 0,
    colorbar: { ...colorbar, title: { text: `${colorbar?.title?.text ?? ''} − ${name}`.trim() } }
  };
}

function ghostOf(before: Exclude<Trace, HeatmapTrace>, name: string): Trace {
  const own = { name: `${before.name ?? 'value'} at ${name}`, showlegend: false, opacity: 0.6 };
  if (before.type === 'scatter') {
    const { marker, line } = before;
    return {
      ...before,
      ...own,
      ...(line && { line: { ...line, color: GHOST, width: 1, dash: 'dot' } }),
      ...(marker && {
        marker: { ...(marker.size !== undefined && { size: marker.size }), color: GHOST }
      })
    };
  }
  // Bars behind bars would hide each other: their tops, as steps.
  const x = Array.from(before.x as ArrayLike<number | string>);
  if (x.some((value) => typeof value === 'string'))
    return { ...before, ...own, marker: { color: GHOST } };
  const { xaxis, yaxis, hovertemplate, customdata } = before;
  const steps: ScatterTrace = {
    type: 'scatter',
    ...own,
    x: x as number[],
    y: before.y,
    mode: 'lines',
    line: { color: GHOST, width: 1, shape: 'hv' }
  };
  return {
    ...steps,
    ...(xaxis !== undefined && { xaxis }),
    ...(yaxis !== undefined && { yaxis }),
    ...(hovertemplate !== undefined && { hovertemplate }),
    ...(customdata !== undefined && { customdata })
  };
}
