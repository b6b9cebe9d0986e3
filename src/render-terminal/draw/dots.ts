import type { Marks } from '../../cells/capability.ts';
import { type CellGrid, DEFAULT_COLOR, type Rect } from '../../cells/cells.ts';

/**
 * A plot's dots: each cell holds a pattern of dots of one owner; a later owner replaces what an
 * earlier one drew in a cell, so that colours never mix. Dot (0, 0) is at the left top.
 */
export interface Dots {
  readonly marks: Marks;
  /** Size in dots. */
  readonly width: number;
  readonly height: number;
  /** Dots per cell. */
  readonly perColumn: number;
  readonly perRow: number;
  readonly columns: number;
  readonly bits: Uint8Array;
  /** Owner of each cell, -1 without one. */
  readonly owner: Int16Array;
}

/** Returns the number of dots in a cell, across and down. */
export function dotsPerCell(marks: Marks): readonly [number, number] {
  return marks === 'braille' ? [2, 4] : marks === 'block' ? [2, 2] : [1, 1];
}

/** Returns an empty field of dots over `columns` × `rows` cells. */
export function createDots(marks: Marks, columns: number, rows: number): Dots {
  const [perColumn, perRow] = dotsPerCell(marks);
  return {
    marks,
    width: columns * perColumn,
    height: rows * perRow,
    perColumn,
    perRow,
    columns,
    bits: new Uint8Array(columns * rows),
    owner: new Int16Array(columns * rows).fill(-1)
  };
}

// Braille dots by column and row of the cell; see Unicode 17, chapter "Braille patterns".
const BRAILLE = [0x01, 0x02, 0x04, 0x40, 0x08, 0x10, 0x20, 0x80];
const QUADRANT = [1, 4, 2, 8];
const QUADRANTS = [...' ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█'].map((char) => char.codePointAt(0)!);

// Masks of the dots from row a to row b in column c of a cell: index c * 16 + a * 4 + b.
const BRAILLE_SPANS = spans(BRAILLE, 4);
const QUADRANT_SPANS = spans(QUADRANT, 2);
const SINGLE_SPANS = new Uint8Array(32).fill(1);

function spans(bits: readonly number[], rows: number): Uint8Array {
  const masks = new Uint8Array(32);
  for (let c = 0; c < 2; c++)
    for (let a = 0; a < rows; a++)
      for (let b = a; b < rows; b++)
        for (let row = a; row <= b; row++) masks[c * 16 + a * 4 + b] |= bits[c * rows + row];
  return masks;
}

/**
 * Draws the vertical run of dots from row `from` to row `to` (either order) in dot column `x`,
 * clipped.
 */
export function drawSpan(dots: Dots, owner: number, x: number, from: number, to: number): void {
  if (x < 0 || x >= dots.width) return;
  let a = Math.min(from, to);
  let b = Math.max(from, to);
  if (b < 0 || a >= dots.height) return;
  if (a < 0) a = 0;
  if (b >= dots.height) b = dots.height - 1;
  const { perColumn, perRow, columns } = dots;
  const masks = perRow === 4 ? BRAILLE_SPANS : perColumn === 2 ? QUADRANT_SPANS : SINGLE_SPANS;
  const column = Math.floor(x / perColumn);
  const side = (x - column * perColumn) * 16;
  const firstRow = Math.floor(a / perRow);
  const lastRow = Math.floor(b / perRow);
  for (let row = firstRow; row <= lastRow; row++) {
    const top = row === firstRow ? a - row * perRow : 0;
    const bottom = row === lastRow ? b - row * perRow : perRow - 1;
    const cell = row * columns + column;
    if (dots.owner[cell] !== owner) {
      dots.owner[cell] = owner;
      dots.bits[cell] = 0;
    }
    dots.bits[cell] |= masks[side + top * 4 + bottom];
  }
}

/** Draws one dot into a cell and keeps what is there: a point on a curve leaves the curve whole. */
export function addDot(dots: Dots, owner: number, x: number, y: number): void {
  const cell = cellOf(dots, x, y);
  const bits = cell < 0 ? 0 : dots.bits[cell];
  drawSpan(dots, owner, x, y, y);
  if (cell >= 0) dots.bits[cell] |= bits;
}

/** Returns the owner of the cell of a dot, -1 without one. */
export function ownerAt(dots: Dots, x: number, y: number): number {
  const cell = cellOf(dots, x, y);
  return cell < 0 ? -1 : dots.owner[cell];
}

function cellOf({ width, height, perColumn, perRow, columns }: Dots, x: number, y: number): number {
  if (x < 0 || y < 0 || x >= width || y >= height) return -1;
  return Math.floor(y / perRow) * columns + Math.floor(x / perColumn);
}

/**
 * Writes the cells with dots into a grid; `colorOf` and `glyphOf` (ASCII only) give an owner's
 * colour and character.
 */
export function stampDots(
  grid: CellGrid,
  area: Rect,
  dots: Dots,
  colorOf: (owner: number) => number,
  glyphOf: (owner: number) => number
): void {
  const { columns, bits, owner, marks } = dots;
  for (let row = 0; row < area.height; row++)
    for (let column = 0; column < columns; column++) {
      const cell = row * columns + column;
      const pattern = bits[cell];
      if (pattern === 0) continue;
      const at = (area.top + row) * grid.width + area.left + column;
      const below = grid.chars[at];
      // over a bar the bar's colour stays as background
      if (below >= 0x2581 && below <= 0x2588 && grid.fg[at] !== DEFAULT_COLOR)
        grid.bg[at] = grid.fg[at];
      grid.chars[at] =
        marks === 'braille'
          ? 0x2800 + pattern
          : marks === 'block'
            ? QUADRANTS[pattern]
            : glyphOf(owner[cell]);
      grid.fg[at] = colorOf(owner[cell]);
      grid.style[at] = 0;
    }
}
