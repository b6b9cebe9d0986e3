import { cached } from '../../array/cached.ts';
import type { Rect } from '../../cells/cells.ts';
import type { Figure } from '../../figure/figure.ts';
import { axesOf, axisOf } from './scale.ts';

/**
 * Returns the cells of one pair of axes within `area`: its domains, stretched to the middle of the
 * gaps to their neighbours since tick labels live inside, and one column less where a neighbour
 * follows.
 */
export function outerRect(figure: Figure, xAxis: string, yAxis: string, area: Rect): Rect {
  const [left, right] = spanOf(figure, xAxis, 'x');
  const [bottom, top] = spanOf(figure, yAxis, 'y');
  const x0 = Math.round(left * area.width);
  const y0 = Math.round((1 - top) * area.height);
  return {
    left: area.left + x0,
    top: area.top + y0,
    width: Math.max(0, Math.round(right * area.width) - x0 - (right < 1 ? 1 : 0)),
    height: Math.max(0, Math.round((1 - bottom) * area.height) - y0)
  };
}

/** A plan of many subplots asks for each pair of them. */
function spanOf(figure: Figure, id: string, side: 'x' | 'y'): [number, number] {
  return cached(figure, `span ${id}`, () => outerSpan(figure, id, side));
}

function outerSpan(figure: Figure, id: string, side: 'x' | 'y'): [number, number] {
  const domains = figure.data.map((trace) => domainOf(figure, axesOf(trace)[side === 'x' ? 0 : 1]));
  const [from, to] = domainOf(figure, id);
  const before = Math.max(-1, ...domains.filter((d) => d[1] <= from + 1e-9).map((d) => d[1]));
  const after = Math.min(2, ...domains.filter((d) => d[0] >= to - 1e-9).map((d) => d[0]));
  return [before < 0 ? 0 : (before + from) / 2, after > 1 ? 1 : (to + after) / 2];
}

function domainOf(figure: Figure, id: string): readonly [number, number] {
  return axisOf(figure, id).domain ?? [0, 1];
}
