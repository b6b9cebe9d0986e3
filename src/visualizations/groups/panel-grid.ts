import { axis } from '../../figure/axes.ts';
import type { Annotation, Axis, Layout } from '../../figure/figure.ts';
import { label } from '../../figure/theme.ts';

const GAP = { across: 0.03, up: 0.1 } as const;

/**
 * Returns axes and titles of square panels in rows, the first at the top left (`x`, `y`), the next
 * `x2`, `y2`; all show -limit to limit, numbered only at the left and at the bottom of each column.
 */
export function panelGrid(titles: readonly string[], limit: number): Layout {
  const columns = Math.max(1, Math.ceil(Math.sqrt(titles.length)));
  const rows = Math.max(1, Math.ceil(titles.length / columns));
  const wide = (1 - GAP.across * (columns - 1)) / columns;
  const high = (1 - GAP.up * (rows - 1)) / rows;
  const range: [number, number] = [-limit, limit];
  const axes: Record<string, Axis> = {};
  const annotations = titles.map((text, i): Annotation => {
    const [column, row] = [i % columns, Math.floor(i / columns)];
    const number = i === 0 ? '' : String(i + 1);
    const left = column * (wide + GAP.across);
    const bottom = 1 - high - row * (high + GAP.up);
    const isLowest = i + columns >= titles.length;
    axes[`xaxis${number}`] = {
      ...(isLowest ? axis('PC1') : {}),
      range,
      domain: [left, left + wide],
      anchor: `y${number}`,
      constrain: 'domain',
      showticklabels: isLowest
    };
    axes[`yaxis${number}`] = {
      ...(column === 0 ? axis('PC2') : {}),
      range,
      domain: [Math.max(0, bottom), bottom + high],
      anchor: `x${number}`,
      constrain: 'domain',
      scaleanchor: `x${number}`,
      showticklabels: column === 0
    };
    const place = { x: left + wide / 2, y: bottom + high, xref: 'paper', yref: 'paper' } as const;
    return label(text, { ...place, xanchor: 'center', yanchor: 'bottom' });
  });
  return { ...axes, annotations };
}
