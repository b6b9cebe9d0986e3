import type { Annotation, ScatterTrace } from '../../figure/figure.ts';
import { label } from '../../figure/theme.ts';

/**
 * Returns the names of lines in their colours, right of the plot at the height of their last
 * points, lowest first, apart enough to be read (leave `labelMargin` there). Lines that end without
 * a value have none.
 * @param yref the axis of the lines, such as `y4`
 * @param height from bottom to top of that axis, in its units
 */
export function endNames(
  lines: readonly ScatterTrace[],
  yref: string,
  height: number
): readonly Annotation[] {
  let lowest = -Infinity;
  return lines
    .map(({ name = '', line, y }) => ({ name, color: line?.color, last: y[y.length - 1] }))
    .filter(({ last }) => Number.isFinite(last))
    .sort((one, other) => one.last - other.last)
    .map(({ name, color, last }) => {
      lowest = Math.max(last, lowest + height / 9);
      const place = { x: 1, y: lowest, xref: 'paper', yref } as const;
      const text = label(name, { ...place, xanchor: 'left', yanchor: 'middle' });
      return { ...text, font: { ...text.font, ...(color && { color }) } };
    });
}
