import { DEFAULT_COLOR, paletteColor, paletteIndex } from '../../cells/cells.ts';
import { contrast, luminance } from '../../cells/color.ts';
import type { Palette } from '../../cells/palette.ts';
import { xtermRgb } from '../../cells/xterm-colors.ts';
import type { Shape } from '../../figure/figure.ts';
import type { Subplot } from '../plan/plan.ts';
import { type Canvas, columnOf, gridRowOf, slotsBetween } from './canvas.ts';

const SPACE = 32;
const UPPER = 0x2580;
const LOWER = 0x2584;
const FULL = 0x2588;
/**
 * The characters of threshold lines, cursors and missing values: another line may take their cell.
 */
const RULES = [...'┄─┆│·-:|'].map((char) => char.codePointAt(0));

/** Draws threshold and event lines: over bars and heat maps, under curves. */
export function drawRules(canvas: Canvas, subplot: Subplot): void {
  for (const shape of subplot.shapes)
    if (shape.type === 'line' && shape.name !== 'cursor') drawRule(canvas, subplot, shape);
}

function drawRule(canvas: Canvas, subplot: Subplot, shape: Shape): void {
  const { plot, x, y } = subplot;
  const { palette, marks } = canvas;
  const ascii = marks === 'ascii';
  const color = ruleColor(palette, shape);
  const dashed = isDashed(shape);
  if (shape.y0 === shape.y1) {
    const row = gridRowOf(subplot, shape.y0);
    const char = (ascii ? '-' : dashed ? '┄' : '─').codePointAt(0)!;
    const [from, to] = slotsBetween(x, shape.xref, shape.x0, shape.x1, plot.width);
    for (let c = from; row >= 0 && c <= to; c++)
      if (!ascii || c % 2 === 0) drawLineCell(canvas, subplot, plot.left + c, row, char, color);
  } else if (shape.x0 === shape.x1) {
    const column = columnOf(subplot, shape.x0);
    const char = (ascii ? ':' : dashed ? '┆' : '│').codePointAt(0)!;
    const [from, to] = slotsBetween(y, shape.yref, shape.y0, shape.y1, plot.height);
    for (let slot = from; column >= 0 && slot <= to; slot++)
      drawLineCell(canvas, subplot, column, plot.top + plot.height - 1 - slot, char, color);
  }
}

/** Returns the colour code of a threshold or event line. */
export function ruleColor(palette: Palette, { line, opacity }: Shape): number {
  if (palette.depth === 'none') return DEFAULT_COLOR;
  return palette.line(line?.color ?? '#808080', 0.8 * (opacity ?? 1));
}

/** Returns whether a threshold or event line is broken. */
export function isDashed({ line }: Shape): boolean {
  return line?.dash !== undefined && line.dash !== 'solid';
}

/** Draws the epoch cursor: │ over empty cells, a lit background under the data it crosses. */
export function drawCursors(canvas: Canvas, subplot: Subplot): void {
  for (const shape of subplot.shapes) {
    if (shape.name !== 'cursor' || shape.x0 !== shape.x1) continue;
    const column = columnOf(subplot, shape.x0);
    if (column >= 0) drawCursorColumn(canvas, subplot, column, canvas.palette.cursor);
  }
}

/**
 * Draws a cursor over the height of the plot: curves and bars stay readable on a lit background.
 */
export function drawCursorColumn(
  canvas: Canvas,
  subplot: Subplot,
  column: number,
  color: number
): void {
  const { grid, marks, palette } = canvas;
  const { plot } = subplot;
  const char = (marks === 'ascii' ? '|' : '│').codePointAt(0)!;
  for (let row = plot.top; row < plot.top + plot.height; row++) {
    const at = row * grid.width + column;
    if (grid.chars[at] === FULL) {
      if (grid.bg[at] === DEFAULT_COLOR) grid.bg[at] = palette.tint('#888888', 0.35);
    } else if (!drawLineCell(canvas, subplot, column, row, char, color))
      if (grid.bg[at] === DEFAULT_COLOR) grid.bg[at] = palette.tint('#888888', 0.35);
  }
}

/**
 * Draws one cell of a line over empty cells, other lines, full bars and heat maps; returns whether
 * it did.
 */
function drawLineCell(
  canvas: Canvas,
  subplot: Subplot,
  column: number,
  row: number,
  line: number,
  color: number
): boolean {
  const { grid, marks, palette } = canvas;
  const at = row * grid.width + column;
  const char = grid.chars[at];
  const heat = subplot.traces.some(({ trace }) => trace.type === 'heatmap');
  const half = char === UPPER || char === LOWER;
  let ink = color;
  if (char === FULL && grid.fg[at] !== DEFAULT_COLOR) {
    grid.bg[at] = grid.fg[at];
    ink = palette.text;
  } else if (half && grid.bg[at] !== DEFAULT_COLOR) {
    if (char === UPPER) grid.bg[at] = grid.fg[at];
  } else if (half) {
    if (marks === 'block' && !heat) return false;
  } else if (char !== SPACE && !RULES.includes(char) && !isShade(char) && !heat) return false;
  grid.chars[at] = line;
  grid.fg[at] = heat ? seenOn(ink, grid.bg[at], palette) : ink;
  grid.style[at] = 0;
  return true;
}

/** The colour of a line, or black or white where it would be lost on the colour of a cell. */
function seenOn(ink: number, paper: number, { depth }: Palette): number {
  if (paper === DEFAULT_COLOR || ink === DEFAULT_COLOR || depth === '16') return ink;
  const [line, cell] = [rgbOf(ink), rgbOf(paper)];
  if (contrast(line, cell) >= 1.5) return ink;
  return paletteColor(luminance(cell) > 0.18 ? 16 : 231);
}

function rgbOf(code: number): number {
  const index = paletteIndex(code);
  return index < 0 ? code : xtermRgb(index);
}

function isShade(char: number): boolean {
  return char >= 0x2591 && char <= 0x2593;
}
