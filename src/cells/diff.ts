import { charWidth } from '../text/width.ts';
import type { ColorDepth } from './capability.ts';
import {
  BOLD,
  type CellGrid,
  CONTINUED,
  DIM,
  IMAGE_CELL,
  ITALIC,
  paletteColor,
  paletteIndex,
  REVERSE,
  UNDERLINE
} from './cells.ts';
import { nearest16, nearest256, xtermRgb } from './xterm-colors.ts';

const SPACE = 32;
const UPPER = 0x2580;
const LOWER = 0x2584;
const FULL = 0x2588;

interface Pen {
  fg: number;
  bg: number;
  style: number;
}

/**
 * What a terminal shows a piece of an image for: characters in a colour of its palette. `follows`
 * says that the piece left of it was written just before.
 */
export type ImageText = (
  image: number,
  piece: number,
  follows: boolean
) => { readonly fg: number; readonly text: string };

/**
 * Returns the escape text that turns `previous` into `next` on a screen where the grid's left top
 * cell is at (`left`, `top`), both from 0. `previous` null means that nothing is known and every
 * cell is written; a `blankGrid` says that the area was just erased. The text expects and leaves
 * default colours, moves the cursor absolutely, and never touches a cell outside the grid. Of the
 * ways to write a half block (▀ or ▄, a space or █) it takes the one that needs the fewest bytes.
 * Cells of images are written as `image` says, left alone without it.
 */
export function diffCells(
  previous: CellGrid | null,
  next: CellGrid,
  top: number,
  left: number,
  colors: ColorDepth,
  image?: ImageText
): string {
  const { width, height, chars } = next;
  const known =
    previous && previous.width === width && previous.height === height ? previous : null;
  const pen: Pen = { fg: -1, bg: -1, style: 0 };
  const convert = converter(colors);
  let out = '';
  for (let row = 0; row < height; row++) {
    let at = -1; // the column that the terminal's cursor stands on, -1 elsewhere
    for (let column = 0; column < width; column++) {
      const cell = row * width + column;
      // A wide character is written again with its second column, which something else may have
      // taken.
      const isWide = column + 1 < width && chars[cell + 1] === CONTINUED && isWideCode(chars[cell]);
      if (known && same(known, next, cell) && (!isWide || same(known, next, cell + 1))) {
        if (isWide) column++;
        continue;
      }
      if (!image && chars[cell] === IMAGE_CELL) continue;
      if (at !== column) {
        out +=
          at < 0
            ? `\x1b[${top + row + 1};${left + column + 1}H`
            : (gapText(next, row * width + at, cell, pen, convert) ?? forward(column - at));
      }
      if (image && chars[cell] === IMAGE_CELL) {
        const follows = at === column && isAfter(next, cell);
        const shown = image(next.fg[cell], next.bg[cell], follows);
        out += penChange(shown.fg, -1, 0, pen) + shown.text;
        at = column + 1;
        continue;
      }
      out += cellText(
        isWide || isWhole(chars[cell]) ? chars[cell] : SPACE,
        convert(next.fg[cell]),
        convert(next.bg[cell]),
        next.style[cell],
        pen
      );
      if (isWide) column++;
      at = column + 1;
    }
  }
  return pen.fg === -1 && pen.bg === -1 && pen.style === 0 ? out : `${out}\x1b[m`;
}

/** Whether the cell before shows the piece of the same image left of this one. */
function isAfter({ chars, fg, bg }: CellGrid, cell: number): boolean {
  return (
    chars[cell - 1] === IMAGE_CELL && fg[cell - 1] === fg[cell] && bg[cell - 1] === bg[cell] - 1
  );
}

function isWideCode(code: number): boolean {
  // Most cells by far are ASCII, blocks and braille.
  const isNarrow =
    code < 0x1100 ||
    code >= IMAGE_CELL ||
    (code >= 0x2580 && code <= 0x259f) ||
    (code & ~0xff) === 0x2800;
  return !isNarrow && charWidth(String.fromCodePoint(code)) === 2;
}

/** False for half of a wide character, whose other half something else has taken. */
function isWhole(code: number): boolean {
  return code !== CONTINUED && code !== IMAGE_CELL && !isWideCode(code);
}

function same(a: CellGrid, b: CellGrid, cell: number): boolean {
  if (a.chars[cell] !== b.chars[cell] || a.bg[cell] !== b.bg[cell]) return false;
  if (a.style[cell] !== b.style[cell]) return false;
  return a.fg[cell] === b.fg[cell] || (b.chars[cell] === SPACE && plain(b.style[cell]));
}

/** A space looks the same in every foreground unless it is underlined or reversed. */
function plain(style: number): boolean {
  return (style & (UNDERLINE | REVERSE)) === 0;
}

function forward(columns: number): string {
  return columns === 1 ? '\x1b[C' : `\x1b[${columns}C`;
}

/**
 * Returns the unchanged cells between two changed ones where writing them again is no longer than
 * skipping them.
 */
function gapText(
  grid: CellGrid,
  from: number,
  to: number,
  pen: Pen,
  convert: (code: number) => number
): string | null {
  const skip = to - from === 1 ? 3 : 4;
  if (to - from > skip) return null;
  let text = '';
  for (let cell = from; cell < to; cell++) {
    const code = grid.chars[cell];
    if (
      code > 126 ||
      code < SPACE ||
      grid.style[cell] !== pen.style ||
      convert(grid.bg[cell]) !== pen.bg
    )
      return null;
    if (code !== SPACE && convert(grid.fg[cell]) !== pen.fg) return null;
    if (code === SPACE && !plain(pen.style)) return null;
    text += String.fromCharCode(code);
  }
  return text;
}

function cellText(code: number, fg: number, bg: number, style: number, pen: Pen): string {
  let char = code;
  let ink = fg;
  let paper = bg;
  if (style === 0) {
    if (code === UPPER && fg >= 0 && bg >= 0) {
      if (mismatch(bg, fg, pen) < mismatch(fg, bg, pen)) {
        char = LOWER;
        ink = bg;
        paper = fg;
      }
    } else if (code === SPACE && bg >= 0 && pen.fg === bg && pen.bg !== bg) {
      char = FULL;
      ink = bg;
      paper = pen.bg;
    }
  }
  if (char === SPACE && plain(style)) ink = pen.fg;
  const sgr = penChange(ink, paper, style, pen);
  return sgr + String.fromCodePoint(char);
}

function mismatch(fg: number, bg: number, pen: Pen): number {
  return (fg === pen.fg ? 0 : 1) + (bg === pen.bg ? 0 : 1);
}

function penChange(fg: number, bg: number, style: number, pen: Pen): string {
  if (fg === pen.fg && bg === pen.bg && style === pen.style) return '';
  const codes: string[] = [];
  if (fg === -1 && bg === -1 && style === 0) {
    pen.fg = -1;
    pen.bg = -1;
    pen.style = 0;
    return '\x1b[m';
  }
  if (style !== pen.style) codes.push(...styleCodes(pen.style, style));
  if (fg !== pen.fg) codes.push(colorCode(fg, 30));
  if (bg !== pen.bg) codes.push(colorCode(bg, 40));
  pen.fg = fg;
  pen.bg = bg;
  pen.style = style;
  return `\x1b[${codes.join(';')}m`;
}

function styleCodes(from: number, to: number): string[] {
  const codes: string[] = [];
  const off = from & ~to;
  let on = to & ~from;
  if (off & (BOLD | DIM)) {
    codes.push('22');
    on |= to & (BOLD | DIM);
  }
  if (off & ITALIC) codes.push('23');
  if (off & UNDERLINE) codes.push('24');
  if (off & REVERSE) codes.push('27');
  if (on & BOLD) codes.push('1');
  if (on & DIM) codes.push('2');
  if (on & ITALIC) codes.push('3');
  if (on & UNDERLINE) codes.push('4');
  if (on & REVERSE) codes.push('7');
  return codes;
}

function colorCode(code: number, base: 30 | 40): string {
  if (code === -1) return String(base + 9);
  const index = paletteIndex(code);
  if (index < 0) return `${base + 8};2;${code >> 16};${(code >> 8) & 255};${code & 255}`;
  if (index < 8) return String(base + index);
  if (index < 16) return String(base + 52 + index);
  return `${base + 8};5;${index}`;
}

/**
 * Colours that the depth cannot show are brought down to it, so that a caller's own cells are safe
 * too.
 */
function converter(colors: ColorDepth): (code: number) => number {
  if (colors === 'true') return (code) => code;
  if (colors === 'none') return () => -1;
  const seen = new Map<number, number>();
  const lower = (code: number): number => {
    const index = paletteIndex(code);
    if (colors === '256') return index >= 0 ? code : paletteColor(nearest256(code));
    if (index >= 0 && index < 16) return code;
    return paletteColor(nearest16(index >= 0 ? xtermRgb(index) : code));
  };
  return (code) => {
    if (code === -1) return -1;
    let converted = seen.get(code);
    if (converted === undefined) {
      converted = lower(code);
      seen.set(code, converted);
    }
    return converted;
  };
}
