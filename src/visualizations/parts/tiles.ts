import { finiteExtent } from '../../array/finite-extent.ts';
import type { Numbers, Tensor } from '../../array/tensor.ts';
import { diverging } from '../../figure/colors.ts';
import type { ColorScale, HeatmapTrace, Layout } from '../../figure/figure.ts';
import { label } from '../../figure/theme.ts';

/** The upper half of the diverging scale, for maps that are nowhere negative. */
const warm: ColorScale = diverging
  .filter(([stop]) => stop >= 0.5)
  .map(([stop, color]) => [2 * stop - 1, color]);

/**
 * Returns maps over the inputs side by side in rows on one colour scale, each under its name: a down, b across.
 * @param maps [map, a, b]
 * @param names of the maps, for labels and hover text
 */
export function tiles(
  { data, shape }: Tensor,
  names: readonly string[]
): { readonly data: readonly HeatmapTrace[]; readonly layout: Layout } {
  const [count = 0, height = 0, width = 0] = shape;
  const columns = Math.max(1, Math.ceil(Math.sqrt((count * 4) / 3)));
  const size = Math.max(height, width, 1);
  const [stepX, stepY] = [width + Math.ceil(0.08 * size), height + Math.ceil(0.2 * size)];
  const [low, high] = finiteExtent(data) ?? [0, 0];
  const limit = Math.max(-low, high) || 1;
  const colors = low < 0 ? { colorscale: diverging, zmin: -limit } : { colorscale: warm, zmin: 0 };
  const columnNumbers = Array.from({ length: width }, (_, b) => b);
  const words = Array.from({ length: height }, (_, a) =>
    columnNumbers.map((b) => `a ${a}, b ${b}`)
  );
  const place = (i: number) => [(i % columns) * stepX, Math.floor(i / columns) * stepY] as const;
  const traces = Array.from({ length: count }, (_, i): HeatmapTrace => {
    const [left, top] = place(i);
    const row = (a: number): Numbers =>
      data.subarray((i * height + a) * width, (i * height + a + 1) * width);
    return {
      type: 'heatmap',
      name: names[i]!,
      z: Array.from({ length: height }, (_, a) => row(a)),
      x: columnNumbers.map((b) => left + b),
      y: Array.from({ length: height }, (_, a) => top + a),
      ...colors,
      zmax: limit,
      showscale: i === count - 1,
      colorbar: { title: { text: 'activation' } },
      customdata: words,
      hovertemplate: `${names[i]}<br>%{customdata}<br>activation %{z:.4~g}<extra></extra>`
    };
  });
  const rows = Math.ceil(count / columns);
  const bare = {
    showticklabels: false,
    tickvals: [],
    showgrid: false,
    constrain: 'domain'
  } as const;
  return {
    data: traces,
    layout: {
      xaxis: { ...bare, title: { text: 'b' }, range: [-0.5, columns * stepX - 0.08 * size - 0.5] },
      yaxis: {
        ...bare,
        title: { text: 'a' },
        scaleanchor: 'x',
        range: [rows * stepY - 0.2 * size - 0.5, -0.2 * size - 0.5]
      },
      annotations: traces.map((trace, i) => {
        const [left, top] = place(i);
        const at = {
          x: left + (width - 1) / 2,
          y: top - 0.5 - 0.1 * size,
          xref: 'x',
          yref: 'y'
        } as const;
        return label(trace.name!, { ...at, xanchor: 'center', yanchor: 'middle' });
      })
    }
  };
}
