import type { Axis, Figure } from '../../figure/figure.ts';

/**
 * Returns a figure whose log axes have whole numbers as ticks unless they ask otherwise: Plotly
 * writes `2` for 20.
 */
export function withWholeLogTicks(figure: Figure): Figure {
  const axes = Object.entries(figure.layout ?? {}).filter(
    ([key, axis]) => /^[xy]axis\d*$/.test(key) && (axis as Axis | undefined)?.type === 'log'
  );
  if (axes.length === 0) return figure;
  const whole = axes.map(([key, axis]) => [key, { minorloglabels: 'complete', ...(axis as Axis) }]);
  return { ...figure, layout: { ...figure.layout, ...Object.fromEntries(whole) } };
}
