import type { Figure, Trace } from '../../figure/figure.ts';

/**
 * Returns whether a figure shows a legend: at least two traces with names of their own, unless it
 * says otherwise.
 */
export function hasLegend(figure: Figure): boolean {
  return legendTraces(figure).length > (figure.layout.showlegend === true ? 0 : 1);
}

/** Returns the traces that the legend names, one for each name. */
export function legendTraces(figure: Figure): { trace: Trace; index: number }[] {
  if (figure.layout.showlegend === false) return [];
  const seen = new Set<string>();
  const shown: { trace: Trace; index: number }[] = [];
  figure.data.forEach((trace, index) => {
    if (trace.type === 'heatmap' || !trace.name || trace.showlegend === false) return;
    if (seen.has(trace.name)) return;
    seen.add(trace.name);
    shown.push({ trace, index });
  });
  return shown;
}
