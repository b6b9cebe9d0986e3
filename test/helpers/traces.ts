import type {
  BarTrace,
  Figure,
  HeatmapTrace,
  ScatterTrace,
  Shape
} from '../../src/figure/figure.ts';

/** Returns the lines and markers of a figure. */
export function scatters(figure: Figure): readonly ScatterTrace[] {
  return figure.data.filter((trace) => trace.type === 'scatter');
}

/** Returns the bar series of a figure. */
export function bars(figure: Figure): readonly BarTrace[] {
  return figure.data.filter((trace) => trace.type === 'bar');
}

/** Returns the only heat map of a figure. */
export function heatmap(figure: Figure): HeatmapTrace {
  const [first, ...more] = figure.data.filter((trace) => trace.type === 'heatmap');
  if (!first || more.length > 0) throw new Error('expected one heat map');
  return first;
}

/** Returns the shapes of that name: `cursor`, `threshold`, `neuron`. */
export function shapesNamed(figure: Figure, name: string): readonly Shape[] {
  return (figure.layout.shapes ?? []).filter((shape) => shape.name === name);
}
