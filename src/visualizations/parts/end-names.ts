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
  const ends = lines
    .map(({ name = '', line, y }) => ({ name, color: line?.color, last: y[y.length - 1] }))
    .filter(({ last }) => Number.isFinite(last))
    .sort((one, other) => one.last - other.last);
  const apart = height / 9;
  const places = ends.map(({ last }) => last);
  for (let i = 1; i < places.length; i++) places[i] = Math.max(places[i], places[i - 1] + apart);
  // Above its axis a name would not be drawn.
  let top = Math.max(height, ...ends.map(({ last }) => last));
  for (let i = places.length - 1; i >= 0; i--, top -= apart) {
    places[i] = Math.min(places[i], top);
    top = places[i];
  }
  return ends.map(({ name, color }, i) => {
    const place = { x: 1, y: places[i], xref: 'paper', yref } as const;
    const text = label(name, { ...place, xanchor: 'left', yanchor: 'middle' });
    return { ...text, font: { ...text.font, ...(color && { color }) } };
  });
}
