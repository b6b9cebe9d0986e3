import { charWidth } from '../text/width.ts';

/**
 * A rectangle of terminal cells, row by row: cell (column, row) is at `row * width + column`.
 * `chars` holds code points (one column wide, or two with CONTINUED in the next cell), `fg` and
 * `bg` colours: -1 the terminal's default, 0xRRGGBB, or `paletteColor(index)`; `style` bits are
 * BOLD, DIM, ITALIC, UNDERLINE and REVERSE.
 */
export interface CellGrid {
  readonly width: number;
  readonly height: number;
  readonly chars: Uint32Array;
  readonly fg: Int32Array;
  readonly bg: Int32Array;
  readonly style: Uint8Array;
}

/** A rectangle in cells. */
export interface Rect {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The default foreground or background of the terminal. */
export const DEFAULT_COLOR = -1;
/** The second column of a character that takes two. */
export const CONTINUED = 0;
/**
 * The code of a cell that shows a piece of an image, beyond all code points: `fg` is the number of
 * the image, `bg` which piece (`imagePiece`).
 */
export const IMAGE_CELL = 0x110000;
/** Style bit: bold. */
export const BOLD = 1;
/** Style bit: dim. */
export const DIM = 2;
/** Style bit: italic. */
export const ITALIC = 4;
/** Style bit: underlined. */
export const UNDERLINE = 8;
/** Style bit: foreground and background swapped. */
export const REVERSE = 16;

const SPACE = 32;
const PALETTE = 0x1000000;

/** Returns the colour code of entry `index` (0–255) of the terminal's own palette. */
export function paletteColor(index: number): number {
  return PALETTE | index;
}

/** Returns the palette index of a colour code, or -1 for the default colour and RGB. */
export function paletteIndex(code: number): number {
  return code >= PALETTE ? code & 0xff : -1;
}

/** Returns what `bg` of an image's cell says: the row and column of the piece within the image. */
export function imagePiece(row: number, column: number): number {
  return (row << 16) | column;
}

/** Returns a grid of spaces in default colours; sizes below 0 count as 0. */
export function blankGrid(width: number, height: number): CellGrid {
  const w = Math.max(0, Math.floor(width) || 0);
  const h = Math.max(0, Math.floor(height) || 0);
  return {
    width: w,
    height: h,
    chars: new Uint32Array(w * h).fill(SPACE),
    fg: new Int32Array(w * h).fill(DEFAULT_COLOR),
    bg: new Int32Array(w * h).fill(DEFAULT_COLOR),
    style: new Uint8Array(w * h)
  };
}

/** Copies all cells of a grid into another of the same size. */
export function copyCells(from: CellGrid, to: CellGrid): void {
  to.chars.set(from.chars);
  to.fg.set(from.fg);
  to.bg.set(from.bg);
  to.style.set(from.style);
}

/**
 * Sets one cell and leaves its background alone unless `bg` is given; outside the grid nothing
 * happens.
 */
export function putCell(
  grid: CellGrid,
  column: number,
  row: number,
  char: number,
  fg: number,
  bg?: number,
  style = 0
): void {
  if (column < 0 || row < 0 || column >= grid.width || row >= grid.height) return;
  const at = row * grid.width + column;
  grid.chars[at] = char;
  grid.fg[at] = fg;
  if (bg !== undefined) grid.bg[at] = bg;
  grid.style[at] = style;
}

/**
 * Writes a text for cells (`cellText`) from a cell on, clipped to the grid and to `limit` columns;
 * returns the number of columns used.
 */
export function putText(
  grid: CellGrid,
  column: number,
  row: number,
  text: string,
  fg: number,
  style = 0,
  limit = Number.POSITIVE_INFINITY
): number {
  let used = 0;
  const room = Math.min(limit, grid.width - column);
  for (const char of text) {
    const width = charWidth(char);
    if (width === 0) continue;
    if (used + width > room) break;
    putCell(grid, column + used, row, char.codePointAt(0)!, fg, undefined, style);
    if (width === 2) putCell(grid, column + used + 1, row, CONTINUED, fg, undefined, style);
    used += width;
  }
  return used;
}

/** Returns the grid as text, one string per row with trailing spaces removed. */
export function gridLines(grid: CellGrid): string[] {
  const lines: string[] = [];
  for (let row = 0; row < grid.height; row++) {
    const codes = grid.chars.subarray(row * grid.width, (row + 1) * grid.width);
    let line = '';
    for (const code of codes)
      if (code !== CONTINUED) line += code === IMAGE_CELL ? ' ' : String.fromCodePoint(code);
    lines.push(line.trimEnd());
  }
  return lines;
}
