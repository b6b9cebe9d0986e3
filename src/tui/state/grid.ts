import { gridNames } from './compared.ts';
import { bodyRect, type Rect } from './layout.ts';
import { focusedPanel, leadOf, type State, sidebarOf } from './state.ts';

/** One variant's place in the grid. */
export interface GridCell {
  readonly name: string;
  readonly rect: Rect;
  readonly hole: Rect;
}

/** The variants that are on the screen beside each other. */
export interface GridPage {
  readonly cells: readonly GridCell[];
  /** Variants of a page, at most. */
  readonly size: number;
  readonly page: number;
  readonly pages: number;
}

/** Least size of a cell, border included: of curves, of a square map. */
const least = { curves: { width: 36, height: 9 }, map: { width: 30, height: 11 } } as const;

/** From this width on three are side by side. */
const wide = 150;

/**
 * Returns the page of the grid with the variant under focus: side by side two or three, of small
 * multiples as many as are well seen, the cells as large as they can be.
 */
export function gridPage(state: State): GridPage {
  const names = gridNames(state);
  const body = bodyRect(state.size, sidebarOf(state), leadOf(state) !== '');
  const inner = {
    left: body.left + 1,
    top: body.top + 1,
    width: Math.max(0, body.width - 2),
    height: Math.max(0, body.height - 2)
  };
  const isMap = focusedPanel(state)?.isSquare ?? false;
  const { columns: most, rows: mostRows } = capacity(inner, isMap, state.way === 'side by side');
  const size = Math.max(1, most * mostRows);
  const count = Math.min(names.length, size);
  const columns = bestColumns(inner, count, most, mostRows, isMap);
  const rows = Math.max(1, Math.ceil(count / columns));
  const page = Math.floor(Math.min(state.cell, Math.max(0, names.length - 1)) / size);
  const cells = names.slice(page * size, page * size + size).map((name, i): GridCell => {
    const [row, column] = [Math.floor(i / columns), i % columns];
    const [left, right] = [at(inner.width, columns, column), at(inner.width, columns, column + 1)];
    const [top, bottom] = [at(inner.height, rows, row), at(inner.height, rows, row + 1)];
    const rect = {
      left: inner.left + left,
      top: inner.top + top,
      width: right - left,
      height: bottom - top
    };
    const hole = {
      left: rect.left + 1,
      top: rect.top + 1,
      width: Math.max(0, rect.width - 2),
      height: Math.max(0, rect.height - 2)
    };
    return { name, rect, hole };
  });
  return { cells, size, page, pages: Math.max(1, Math.ceil(names.length / size)) };
}

function capacity(
  { width, height }: Rect,
  isMap: boolean,
  isSide: boolean
): { readonly columns: number; readonly rows: number } {
  if (isSide) return { columns: width >= wide ? 3 : 2, rows: 1 };
  const one = isMap ? least.map : least.curves;
  return {
    columns: Math.max(1, Math.floor(width / one.width)),
    rows: Math.max(1, Math.floor(height / one.height))
  };
}

/** The number of columns with which the cells are largest for what they show. */
function bestColumns(
  { width, height }: Rect,
  count: number,
  most: number,
  mostRows: number,
  isMap: boolean
): number {
  let [best, largest] = [1, -1];
  for (let columns = 1; columns <= most; columns++) {
    const rows = Math.ceil(count / columns);
    if (rows > mostRows) continue;
    const [w, h] = [width / columns, height / rows];
    // A map is twice as wide as high in cells, curves are read best about three times.
    const size = isMap ? Math.min(w - 12, 2 * h) : Math.min(w, 3 * h);
    if (size > largest) [best, largest] = [columns, size];
  }
  return best;
}

function at(whole: number, parts: number, index: number): number {
  return Math.round((whole * index) / parts);
}
