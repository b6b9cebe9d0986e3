import type { Figure } from '../../src/figure/figure.ts';
import { type FigureSize, planFigure, type Subplot } from '../../src/render-terminal/plan/plan.ts';
import { dataAt, type Scale, slotOf, unitOf } from '../../src/render-terminal/plan/scale.ts';

/** Returns the place in data units at the middle of a cell, or null outside the plots. */
export function cellToData(
  figure: Figure,
  size: FigureSize,
  column: number,
  row: number
): { readonly axes: string; readonly x: number; readonly y: number } | null {
  for (const subplot of planFigure(figure, size).subplots) {
    const { plot, x, y } = subplot;
    const [c, r] = [column - plot.left, row - plot.top];
    if (c < 0 || r < 0 || c >= plot.width || r >= plot.height) continue;
    return {
      axes: subplot.id,
      x: dataAt(x, (c + 0.5) / plot.width),
      y: dataAt(y, 1 - (r + 0.5) / plot.height)
    };
  }
  return null;
}

/**
 * Returns the cell (from the grid's left top) that shows a place in data units, or null where none
 * does.
 */
export function dataToCell(
  figure: Figure,
  size: FigureSize,
  place: { readonly axes?: string; readonly x: number; readonly y: number }
): { readonly column: number; readonly row: number } | null {
  const { subplots } = planFigure(figure, size);
  const subplot = subplots.find(({ id }) => id === (place.axes ?? subplots[0]?.id));
  if (!subplot) return null;
  const column = slot(subplot.x, place.x, subplot.plot.width);
  const row = slot(subplot.y, place.y, subplot.plot.height);
  if (column < 0 || row < 0) return null;
  const { left, top, height } = subplot.plot;
  return { column: left + column, row: top + height - 1 - row };
}

function slot(scale: Scale, value: number, count: number): number {
  const at = slotOf(unitOf(scale, value), count);
  return at >= 0 && at < count ? at : -1;
}

/**
 * Returns the cells of the first subplot's plot (without axes), as mouse clicks and zooming need
 * them.
 */
export function plotArea(figure: Figure, size: FigureSize): Subplot['plot'] | null {
  return planFigure(figure, size).subplots[0]?.plot ?? null;
}
