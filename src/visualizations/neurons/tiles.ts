import { cached } from '../../array/cached.ts';
import type { Numbers, Tensor } from '../../array/tensor.ts';
import type { HeatmapTrace, Layout } from '../../figure/figure.ts';
import { label } from '../../figure/theme.ts';
import { activationColors } from '../parts/activation-colors.ts';

/**
 * Returns maps over the inputs side by side in rows on one colour scale, each under its
 * name: a down, b across.
 * @param maps [map, a, b]
 * @param names of the maps, for labels and hover text
 * @param barTitle what the colours stand for
 * @param across maps in a row; by itself so many that the figure is about 4 to 3
 */
export function tiles(
  { data, shape }: Tensor,
  names: readonly string[],
  barTitle = 'activation',
  across: number | null = null
): { readonly data: readonly HeatmapTrace[]; readonly layout: Layout } {
  const [count = 0, height = 0, width = 0] = shape;
  const wanted = across ?? Math.ceil(Math.sqrt((count * 4) / 3));
  const rows = Math.max(1, Math.ceil(count / Math.max(1, wanted)));
  const columns = Math.max(1, Math.ceil(count / rows));
  const size = Math.max(height, width, 1);
  // wide enough for a column and a row of cells in small terminals
  const [gapX, gapY] = [Math.ceil(0.14 * size), Math.ceil(0.32 * size)];
  const [stepX, stepY] = [width + gapX, height + gapY];
  const colors = activationColors([data]);
  const columnNumbers = Array.from({ length: width }, (_, b) => b);
  const place = (i: number) => [(i % columns) * stepX, Math.floor(i / columns) * stepY] as const;
  const traces = Array.from({ length: count }, (_, i): HeatmapTrace => {
    const [left, top] = place(i);
    const row = (a: number): Numbers =>
      data.subarray((i * height + a) * width, (i * height + a + 1) * width);
    return {
      type: 'heatmap',
      name: names[i],
      z: Array.from({ length: height }, (_, a) => row(a)),
      x: columnNumbers.map((b) => left + b),
      y: Array.from({ length: height }, (_, a) => top + a),
      ...colors,
      showscale: i === count - 1,
      colorbar: { title: { text: barTitle } },
      customdata: pairWords(height, width),
      hovertemplate: `${names[i]}<br>%{customdata}<br>${barTitle} %{z:.4~g}<extra></extra>`
    };
  });
  const bare = {
    showticklabels: false,
    tickvals: [],
    showgrid: false,
    showline: false,
    constrain: 'domain'
  } as const;
  return {
    data: traces,
    layout: {
      xaxis: { ...bare, title: { text: 'b' }, range: [-0.5, columns * stepX - gapX - 0.5] },
      yaxis: {
        ...bare,
        title: { text: 'a' },
        scaleanchor: 'x',
        range: [rows * stepY - gapY - 0.5, -gapY - 0.5]
      },
      annotations: traces.map((trace, i) => {
        const [left, top] = place(i);
        const at = {
          x: left - 0.5,
          y: top - 0.5,
          yshift: 2,
          xref: 'x',
          yref: 'y'
        } as const;
        return label(trace.name!, { ...at, xanchor: 'left', yanchor: 'bottom' });
      })
    }
  };
}

const wordsOwner = {};

/** Words for every pair (a, b), the same for all maps of that size. */
function pairWords(height: number, width: number): readonly (readonly string[])[] {
  const make = () =>
    Array.from({ length: height }, (_, a) =>
      Array.from({ length: width }, (_, b) => `a ${a}, b ${b}`)
    );
  return cached(wordsOwner, `${height}×${width}`, make, 1);
}
