import type { ColorDepth, Marks } from '../../cells/capability.ts';
import { BOLD, blankGrid, type CellGrid, copyCells, putText } from '../../cells/cells.ts';
import { type Background, createPalette } from '../../cells/palette.ts';
import type { Figure } from '../../figure/figure.ts';
import { traceStyles } from '../color/trace-style.ts';
import { legendTraces } from '../plan/legend-traces.ts';
import { type FigureSize, type Plan, planFigure, type Subplot } from '../plan/plan.ts';
import { cut, plainLabel } from '../plan/text.ts';
import { type Cursor, snapCursor, splitAxes } from '../plan/value-cursor.ts';
import type { Canvas, PanelReport } from './canvas.ts';
import { drawAnnotations } from './draw-annotations.ts';
import { drawAxes } from './draw-axes.ts';
import { drawBelow } from './draw-bands.ts';
import { drawBars } from './draw-bars.ts';
import { drawHeatmaps } from './draw-heatmap.ts';
import { drawLegend } from './draw-legend.ts';
import { drawCursors, drawRules } from './draw-rules.ts';
import { drawColorBar } from './draw-scale.ts';
import { drawScatter } from './draw-scatter.ts';
import { drawValueCursor } from './draw-value-cursor.ts';
import { pixelNote } from './pooling.ts';

/** How a figure is drawn into cells. */
export interface DrawOptions extends FigureSize {
  readonly marks?: Marks;
  readonly colors?: ColorDepth;
  readonly background?: Background;
  /** The value cursor, drawn with its point on every curve or around its heat-map cell. */
  readonly cursor?: Cursor | null;
  /**
   * The entry of the legend that is seen alone, over the others, which are faint (without colours
   * left out).
   */
  readonly solo?: number | null;
  /** Colours of a heat map (32): fewer cost fewer bytes. */
  readonly levels?: number;
}

/** A figure drawn into a panel: its cells, and what its border has to say or to leave out. */
export interface DrawnPanel {
  readonly grid: CellGrid;
  /** What a pixel of its maps stands for, '' for one matrix cell (see `pixelNote`). */
  readonly pixels: string;
  /** Whether its legend carries the values at the cursor. */
  readonly hasValues: boolean;
}

/** The cells of a figure whose plots an image will show. */
export interface PanelCells extends DrawnPanel {
  /** 1 for each cell that words have: those within plots stand over the image. */
  readonly words: Uint8Array;
  /** Where everything lies. */
  readonly plan: Plan;
  /** The cells of the marks alone, between which there is room for words; null without words. */
  readonly marks: CellGrid | null;
}

/**
 * Returns a figure drawn into a panel of the explorer: its legend carries the values at the value
 * cursor, else at the epoch cursor, and what a pixel stands for is left to the border.
 */
export function drawPanel(figure: Figure, options: DrawOptions): DrawnPanel {
  const report: PanelReport = { at: cursorOf(figure, options.cursor), hasValues: false };
  const { grid, plan } = drawn(figure, options, report);
  return { grid, pixels: pixelNote(figure, options, plan), hasValues: report.hasValues };
}

/**
 * Returns a panel with the words in and around its plots, for an image of `options.pixels` a cell
 * to show what is in them. `known` is what was found for the same data before.
 */
export function drawPanelWords(
  figure: Figure,
  options: DrawOptions,
  known?: Pick<PanelCells, 'plan' | 'marks'>
): PanelCells {
  const report: PanelReport = { at: cursorOf(figure, options.cursor), hasValues: false };
  const made = drawn(figure, options, report, known);
  const pixels = pixelNote(figure, options, made.plan);
  return { ...made, pixels, hasValues: report.hasValues };
}

/** Returns the name of the curves that an entry of the legend stands for. */
export function soloName(figure: Figure, solo: number | null | undefined): string | null {
  return legendTraces(figure)[solo ?? -1]?.trace.name ?? null;
}

function cursorOf(figure: Figure, cursor: Cursor | null | undefined): PanelReport['at'] {
  if (cursor) {
    const { axes = 'xy', x, y } = snapCursor(figure, cursor);
    return y === undefined ? { axis: splitAxes(axes)[0], x } : null;
  }
  const shape = figure.layout.shapes?.find(({ name }) => name === 'cursor');
  return shape ? { axis: shape.xref ?? 'x', x: shape.x0 } : null;
}

/**
 * Returns a figure as terminal cells: `width` × `height` of them, any size from 0 on. Pure; but
 * what is costly to derive from an array (its extent, the spans of a curve, the pixels of a heat
 * map) is kept with that array, so drawing the same data again with another cursor costs no pass
 * over the data.
 */
export function drawFigure(figure: Figure, options: DrawOptions): CellGrid {
  return drawn(figure, { ...options, pixels: null }, null).grid;
}

type Drawn = Pick<PanelCells, 'grid' | 'words' | 'plan' | 'marks'>;

function drawn(
  figure: Figure,
  options: DrawOptions,
  panel: PanelReport | null,
  known?: Pick<PanelCells, 'plan' | 'marks'>
): Drawn {
  const { marks = 'braille', colors = 'true', background = 'dark', levels = 32 } = options;
  const grid = blankGrid(options.width, options.height);
  const words = new Uint8Array(options.pixels ? grid.chars.length : 0);
  const plan = known?.plan ?? planFigure(figure, options);
  if (grid.width === 0 || grid.height === 0) return { grid, words, plan, marks: null };
  const palette = createPalette(colors, background);
  const solo = soloName(figure, options.solo);
  const styles = traceStyles(figure, palette, marks, solo);
  const { pixels = null } = options;
  const canvas: Canvas = { figure, grid, palette, marks, styles, levels, panel, pixels, solo };
  const asWords = (isInside: boolean, draw: () => void): void => {
    const before = pixels && isInside ? grid.chars.slice() : null;
    draw();
    if (before)
      for (let i = 0; i < before.length; i++) words[i] |= Number(before[i] !== grid.chars[i]);
  };
  if (plan.titleRow >= 0) {
    const text = plainLabel(figure.layout.title?.text ?? '', marks === 'ascii');
    const title = cut(text, grid.width, marks === 'ascii');
    putText(grid, 0, plan.titleRow, title, palette.text, colors === 'none' ? 0 : BOLD);
  }
  if (plan.legendRow >= 0) drawLegend({ ...canvas, panel: null }, plan.legendRow, 0, grid.width);
  const hasWords = pixels !== null && plan.subplots.some(hasWordsInside);
  if (hasWords && known?.marks) copyCells(known.marks, grid);
  else if (hasWords) for (const subplot of plan.subplots) drawMarks(canvas, subplot);
  const between = hasWords ? (known?.marks ?? copyOf(grid)) : null;
  for (const subplot of plan.subplots) {
    const isInside = hasWordsInside(subplot);
    if (!pixels) drawMarks(canvas, subplot);
    drawColorBar(canvas, subplot);
    asWords(isInside, () => drawAxes(canvas, plan, subplot));
    drawCursors(canvas, subplot);
    asWords(isInside, () => drawAnnotations(canvas, subplot));
  }
  if (options.cursor) drawValueCursor(canvas, plan, options.cursor);
  return { grid, words, plan, marks: between };
}

function copyOf(grid: CellGrid): CellGrid {
  const copy = blankGrid(grid.width, grid.height);
  copyCells(grid, copy);
  return copy;
}

/** Whether words may stand in a plot, for which there have to be free cells. */
function hasWordsInside({ annotations, header }: Subplot): boolean {
  return annotations.length > 0 || header < 0;
}

function drawMarks(canvas: Canvas, subplot: Subplot): void {
  drawHeatmaps(canvas, subplot);
  if (!subplot.overlay) drawBelow(canvas, subplot);
  drawBars(canvas, subplot);
  if (!subplot.overlay) drawRules(canvas, subplot);
  drawScatter(canvas, subplot);
}
