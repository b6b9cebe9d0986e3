import type { ColorDepth, Marks } from '../../cells/capability.ts';
import { type CellGrid, DEFAULT_COLOR, paletteColor, type Rect } from '../../cells/cells.ts';
import type { HeatmapTrace } from '../../figure/figure.ts';
import { isStepped, scaleLevels } from '../color/color-scale.ts';
import type { Subplot } from '../plan/plan.ts';
import type { Canvas } from './canvas.ts';
import {
  heatmapLevels,
  INFINITE,
  isDiverging,
  type Levels,
  NO_VALUE,
  OUTSIDE
} from './heatmap-levels.ts';

const UPPER = 0x2580;
const LOWER = 0x2584;
const SPACE = 32;

/**
 * Draws a subplot's heat maps: two pixels a cell as ▀ in two colours, or one pixel a cell where
 * colours are few.
 */
export function drawHeatmaps(canvas: Canvas, subplot: Subplot): void {
  const { plot } = subplot;
  if (plot.width < 1 || plot.height < 1) return;
  for (const { trace } of subplot.traces) {
    if (trace.type !== 'heatmap' || trace.z.length === 0) continue;
    if (canvas.pixels) {
      coverPlot(canvas.grid, plot);
      continue;
    }
    const half = drawsHalves(canvas);
    const rows = plot.height * (half ? 2 : 1);
    const levels = heatmapLevels(trace, subplot, plot.width, rows, canvas.levels);
    const look = levelLooks(canvas, trace, levels.count);
    if (half) stampHalves(canvas, plot, levels, look);
    else stampCells(canvas, plot, levels, look);
  }
}

/** Takes the cells of a plot, that no label is put there: an image will show the map. */
function coverPlot({ width, bg }: CellGrid, plot: Rect): void {
  for (let row = plot.top; row < plot.top + plot.height; row++)
    bg.fill(0, row * width + plot.left, row * width + plot.left + plot.width);
}

/** Returns whether a cell shows two pixels: half blocks and enough colours for both. */
export function drawsHalves({ marks, palette: { depth } }: Canvas): boolean {
  return pixelsPerRow(marks, depth) === 2;
}

/** Returns how many rows of pixels a row of cells shows. */
export function pixelsPerRow(marks: Marks, depth: ColorDepth): 1 | 2 {
  return marks !== 'ascii' && (depth === 'true' || depth === '256') ? 2 : 1;
}

/** How each colour level looks as a whole cell. */
export interface LevelLooks {
  readonly chars: Uint32Array;
  readonly fg: Int32Array;
  readonly bg: Int32Array;
}

const RAMP = ' .:-=+*#%@';
// For signed values: below 0 the letters, above 0 the marks, both heavier with size.
const SIGNED = 'MNOo;, .:+*#@';

/**
 * Returns the looks of `count` levels: colours where there are many, shades of few colours, or a
 * ramp of characters.
 */
export function levelLooks(canvas: Canvas, trace: HeatmapTrace, count: number): LevelLooks {
  const chars = new Uint32Array(count).fill(SPACE);
  const fg = new Int32Array(count).fill(DEFAULT_COLOR);
  const bg = new Int32Array(count).fill(DEFAULT_COLOR);
  const { palette, marks } = canvas;
  if (palette.depth === 'true' || palette.depth === '256') {
    const rgb = scaleLevels(trace.colorscale, count);
    for (let i = 0; i < count; i++) bg[i] = palette.exact(rgb[i]);
    return { chars, fg, bg };
  }
  const steps = isStepped(trace.colorscale)
    ? categorySteps(canvas, trace, count)
    : palette.depth === 'none'
      ? [...(isDiverging(trace) ? SIGNED : RAMP)].map((char) => [char, -1, -1] as const)
      : ansiSteps(isDiverging(trace), marks === 'ascii');
  // about 0 as many below as above
  const middle = isDiverging(trace) ? 0.5 : 0;
  for (let i = 0; i < count; i++) {
    const [char, ink, paper] = steps[Math.floor(((i + middle) * steps.length) / count)];
    chars[i] = char.codePointAt(0)!;
    fg[i] = ink;
    bg[i] = paper;
  }
  return { chars, fg, bg };
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** Categories look different rather than heavier: the nearest colours, or letters. */
function categorySteps(canvas: Canvas, trace: HeatmapTrace, count: number): Step[] {
  const rgb = scaleLevels(trace.colorscale, count);
  return Array.from({ length: count }, (_, i) =>
    canvas.palette.depth === '16'
      ? ([' ', DEFAULT_COLOR, canvas.palette.exact(rgb[i])] as const)
      : ([LETTERS[i % LETTERS.length], DEFAULT_COLOR, DEFAULT_COLOR] as const)
  );
}

type Step = readonly [char: string, fg: number, bg: number];

/** Steps of rising brightness in the eight ANSI colours: shades of one on another. */
function ansiSteps(diverging: boolean, ascii: boolean): Step[] {
  const shades = ascii ? ['.', '+', '#'] : ['░', '▒', '▓'];
  const full = ascii ? '@' : '█';
  const ramp = (ink: number, paper: number) => [
    ...shades.map((shade) => [shade, ink, paper] as const),
    [full, ink, ascii ? paper : DEFAULT_COLOR] as const
  ];
  const [blue, cyan, yellow] = [paletteColor(4), paletteColor(6), paletteColor(3)];
  const none = [[' ', DEFAULT_COLOR, DEFAULT_COLOR] as const];
  if (diverging) return [...ramp(blue, -1).reverse(), ...none, ...ramp(yellow, -1)];
  return [...none, ...ramp(blue, -1), ...ramp(cyan, blue), ...ramp(yellow, cyan)];
}

function stampHalves(canvas: Canvas, plot: Rect, levels: Levels, look: LevelLooks): void {
  const { grid } = canvas;
  for (let row = 0; row < plot.height; row++) {
    const upper = row * 2 * levels.width;
    const lower = upper + levels.width;
    const line = (plot.top + row) * grid.width + plot.left;
    for (let column = 0; column < plot.width; column++) {
      const a = levels.at[upper + column];
      const b = levels.at[lower + column];
      const cell = line + column;
      // beside the matrix another heat map may lie
      if (a === OUTSIDE && b === OUTSIDE) continue;
      if ((a < 0 && a !== OUTSIDE) || (b < 0 && b !== OUTSIDE)) {
        stampMissing(canvas, cell, a, b, look);
        continue;
      }
      const [above, below] = a === OUTSIDE || b === OUTSIDE ? halvesAt(grid, cell) : [0, 0];
      const top = a === OUTSIDE ? above : look.bg[a];
      const bottom = b === OUTSIDE ? below : look.bg[b];
      stampPair(grid, cell, top, bottom);
    }
  }
}

/** The colours of the two halves of a cell as it is. */
function halvesAt(grid: CellGrid, cell: number): readonly [top: number, bottom: number] {
  const [char, fg, bg] = [grid.chars[cell], grid.fg[cell], grid.bg[cell]];
  if (char === UPPER) return [fg, bg];
  return char === LOWER ? [bg, fg] : [bg, bg];
}

function stampPair(grid: CellGrid, cell: number, top: number, bottom: number): void {
  if (top === DEFAULT_COLOR) {
    grid.chars[cell] = LOWER;
    grid.fg[cell] = bottom;
    grid.bg[cell] = DEFAULT_COLOR;
    return;
  }
  grid.chars[cell] = top === bottom ? SPACE : UPPER;
  grid.fg[cell] = top === bottom ? DEFAULT_COLOR : top;
  grid.bg[cell] = bottom;
}

/**
 * A missing pixel lets the terminal's background through; a cell of nothing else shows a dot (NaN)
 * or ∞.
 */
function stampMissing(canvas: Canvas, cell: number, a: number, b: number, look: LevelLooks): void {
  const { grid, palette, marks } = canvas;
  grid.bg[cell] = DEFAULT_COLOR;
  if (a === INFINITE || b === INFINITE) {
    grid.chars[cell] = marks === 'ascii' ? 0x21 : 0x221e;
    grid.fg[cell] = palette.warn;
  } else if (a >= 0 || b >= 0) {
    grid.chars[cell] = a >= 0 ? UPPER : LOWER;
    grid.fg[cell] = look.bg[a >= 0 ? a : b];
  } else if (a === NO_VALUE || b === NO_VALUE) {
    // where values are characters too, a dot would be one of them
    const ramp = palette.depth === 'none' || (palette.depth === '16' && marks === 'ascii');
    grid.chars[cell] = (ramp ? '?' : marks === 'ascii' ? '.' : '·').charCodeAt(0);
    grid.fg[cell] = palette.axis;
  }
}

function stampCells(canvas: Canvas, plot: Rect, levels: Levels, look: LevelLooks): void {
  const { grid } = canvas;
  for (let row = 0; row < plot.height; row++)
    for (let column = 0; column < plot.width; column++) {
      const level = levels.at[row * levels.width + column];
      const cell = (plot.top + row) * grid.width + plot.left + column;
      if (level === OUTSIDE) continue;
      if (level < 0) {
        stampMissing(canvas, cell, level, level, look);
        continue;
      }
      grid.chars[cell] = look.chars[level];
      grid.fg[cell] = look.fg[level];
      grid.bg[cell] = look.bg[level];
    }
}
