import type { Figure, Shape } from '../../figure/figure.ts';

/** How much wider than the cursor its halo is, in px. */
const rim = 2.5;

/**
 * Returns the figure with a white halo around cursors that cross heat maps, where dark cells would
 * hide them.
 */
export function withCursorHalo(figure: Figure): Figure {
  const { shapes } = figure.layout;
  if (!shapes || !figure.data.some(({ type }) => type === 'heatmap')) return figure;
  const haloed = shapes.flatMap((shape) =>
    shape.name === 'cursor' ? [haloOf(shape), shape] : [shape]
  );
  return { data: figure.data, layout: { ...figure.layout, shapes: haloed } };
}

function haloOf(shape: Shape): Shape {
  const line = { ...shape.line, color: '#ffffff', width: (shape.line?.width ?? 1) + rim };
  return { ...shape, name: 'halo', line };
}
