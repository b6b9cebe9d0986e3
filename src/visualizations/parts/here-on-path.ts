import { finiteExtent } from '../../array/statistics/finite-extent.ts';
import { nearestRow } from '../../array/statistics/nearest.ts';
import type { Annotation } from '../../figure/figure.ts';
import { ink, label } from '../../figure/theme.ts';

/**
 * Returns the mark at the point of a path that is nearest to an epoch and its label, away from the
 * middle of the path; none without an epoch or a finite point. Traces stay the same wherever the
 * epoch is.
 * @param text label of the mark, '' for none
 */
export function hereOnPath(
  epoch: number | null,
  epochs: ArrayLike<number>,
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  text = `epoch ${epoch}`
): readonly Annotation[] {
  if (epoch === null || x.length === 0) return [];
  const row = nearestRow(epochs, epoch);
  if (!Number.isFinite(x[row]) || !Number.isFinite(y[row])) return [];
  const place = { x: x[row], y: y[row], xref: 'x', yref: 'y' } as const;
  const font = { size: 14, color: ink.text };
  const mark = label('◆', { ...place, xanchor: 'center', yanchor: 'middle' });
  if (text === '') return [{ ...mark, font }];
  const [right, up] = [fromMiddle(x, row), fromMiddle(y, row)];
  const beside: Pick<Annotation, 'xanchor' | 'yanchor' | 'xshift' | 'yshift'> =
    Math.abs(right) > Math.abs(up)
      ? { xanchor: right > 0 ? 'left' : 'right', yanchor: 'middle', xshift: right > 0 ? 9 : -9 }
      : { xanchor: 'center', yanchor: up > 0 ? 'bottom' : 'top', yshift: up > 0 ? 7 : -7 };
  return [{ ...mark, font }, label(text, { ...place, ...beside })];
}

/**
 * Returns the marks on several paths over the same epochs; the one farthest out, where there is
 * room, is labelled with the epoch.
 */
export function hereOnPaths(
  epoch: number | null,
  epochs: ArrayLike<number>,
  paths: readonly { readonly x: ArrayLike<number>; readonly y: ArrayLike<number> }[]
): readonly Annotation[] {
  if (epoch === null || epochs.length === 0) return [];
  const row = nearestRow(epochs, epoch);
  const points = paths.map(({ x, y }) => [x[row] ?? Number.NaN, y[row] ?? Number.NaN] as const);
  const known = points.filter((point) => point.every(Number.isFinite));
  const [midX, midY] = [0, 1].map(
    (c) => known.reduce((sum, point) => sum + point[c], 0) / Math.max(1, known.length)
  ) as [number, number];
  const distance = ([x, y]: readonly [number, number]) => Math.hypot(x - midX, y - midY) || 0;
  const far = points.reduce(
    (best, point, i) => (distance(point) > distance(points[best]) ? i : best),
    0
  );
  return paths.flatMap(({ x, y }, i) =>
    hereOnPath(epoch, epochs, x, y, i === far ? `epoch ${epoch}` : '')
  );
}

/** Where a value lies between the ends of all: -1 for the lowest, 1 for the highest. */
function fromMiddle(values: ArrayLike<number>, row: number): number {
  const [low, high] = finiteExtent(values) ?? [0, 0];
  return high > low ? (2 * (values[row] - low)) / (high - low) - 1 : 0;
}
