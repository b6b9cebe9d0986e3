import type { CellGrid, Rect } from '../../cells/cells.ts';
import { createPalette } from '../../cells/palette.ts';
import type { Figure } from '../../figure/figure.ts';
import { traceStyles } from '../color/trace-style.ts';
import type { Canvas } from '../draw/canvas.ts';
import {
  type DrawOptions,
  drawPanelWords,
  type PanelCells,
  soloName
} from '../draw/draw-figure.ts';
import { type Subplot, withShapes } from '../plan/plan.ts';
import type { CellPixels } from '../plan/square-plot.ts';
import { type Cursor, snapCursor } from '../plan/value-cursor.ts';
import { type Brush, createBrush, rgbOf } from './brush.ts';
import { drawCursorPoints, drawValueCursorPixels } from './cursor-pixels.ts';
import { drawCurves } from './curve-pixels.ts';
import { drawMaps } from './map-pixels.ts';
import { copyRaster, createPen, createRaster, fillRect, inkOf, type Raster } from './raster.ts';
import { showsSame } from './same-data.ts';
import { drawAreas, drawBarPixels, drawCursorPixels, drawRulePixels } from './shape-pixels.ts';

/** The inside of a plot as an image, and the cells that it fills. */
export interface PlotImage {
  readonly id: string;
  readonly rect: Rect;
  readonly raster: Raster;
  /** An epoch cursor moves over it. */
  readonly hasCursor: boolean;
}

/** A panel whose plots are images: axes and words are cells, those within plots over the image. */
export interface PixelPanel extends PanelCells {
  readonly images: readonly PlotImage[];
  /** What is the same while only cursors move. */
  readonly still: Still;
}

interface Still {
  readonly figure: Figure;
  /** How it was drawn. */
  readonly key: string;
  readonly plots: readonly PlotImage[];
}

/** How a panel is drawn with images. */
export interface PixelOptions extends DrawOptions {
  readonly pixels: CellPixels;
  /** Cells that are marked in a plot, as the mouse encloses them. */
  readonly marked?: { readonly axes: string; readonly rect: Rect } | null;
}

/**
 * Returns a figure drawn into a panel as `drawPanel` does, but what is inside of the axes as images
 * of the device's pixels. Of the panel drawn before, whose images are then no more, it takes what
 * is the same.
 */
export function drawPixelPanel(
  figure: Figure,
  options: PixelOptions,
  before?: PixelPanel | null
): PixelPanel {
  const { pixels, cursor: _, marked, ...others } = options;
  const key = JSON.stringify([pixels, others]);
  const isSame = before?.still.key === key && showsSame(before.still.figure, figure);
  const known = isSame ? { ...before, plan: withShapes(before.plan, figure) } : undefined;
  const panel = drawPanelWords(figure, options, known);
  const canvas = canvasOf(figure, options, panel.grid);
  const { subplots } = panel.plan;
  const shown = subplots.filter(
    ({ overlay, plot }) => !overlay && plot.width > 0 && plot.height > 0
  );
  const brushesOf = (raster: Raster, base: Subplot): readonly Brush[] =>
    subplots
      .filter((one) => one === base || isOver(one, base))
      .map((subplot) => createBrush(raster, canvas, subplot, pixels.height));
  const memoryOf = (plots: readonly PlotImage[] | undefined, id: string) =>
    plots?.find((one) => one.id === id)?.raster;
  const plots = isSame
    ? before.still.plots
    : shown.map((base) => {
        const { id, plot } = base;
        const size = [plot.width * pixels.width, plot.height * pixels.height] as const;
        const raster = createRaster(...size, memoryOf(before?.still.plots, id));
        for (const brush of brushesOf(raster, base)) drawPlot(brush);
        keepCursorInks(raster, canvas);
        const hasCursor = base.shapes.some(({ name }) => name === 'cursor');
        return { id, rect: plot, raster, hasCursor };
      });
  const cursor = options.cursor ? snapCursor(figure, options.cursor) : null;
  const images = shown.map((base, i) => {
    const { id, rect, raster: still, hasCursor } = plots[i];
    const raster = copyRaster(still, memoryOf(before?.images, id));
    const brushes = brushesOf(raster, base);
    drawCursorPixels(brushes[0]);
    if (cursor) drawCursor(brushes, cursor);
    if (marked?.axes === id) mark(raster, rect, marked.rect, pixels);
    return { id, rect, raster, hasCursor };
  });
  return { ...panel, images, still: { figure, key, plots } };
}

/** What is drawn with: the colours of an image, whatever the terminal's cells can show. */
function canvasOf(figure: Figure, options: PixelOptions, grid: CellGrid): Canvas {
  const { pixels, marks = 'braille', colors = 'true', background = 'dark', levels = 32 } = options;
  const solo = soloName(figure, options.solo);
  // without colours curves are told apart by their dashes, as the legend says
  const told = createPalette(colors === 'none' ? 'none' : 'true', background);
  const styles = traceStyles(figure, told, marks === 'ascii' ? 'braille' : marks, solo);
  const palette = createPalette('true', background);
  return { figure, grid, palette, marks, styles, levels, panel: null, pixels, solo };
}

function isOver(subplot: Subplot, { plot, xAxis }: Subplot): boolean {
  const { left, top } = subplot.plot;
  return subplot.overlay && subplot.xAxis === xAxis && left === plot.left && top === plot.top;
}

/** Gives the colours of cursors their places, whatever they will lie on first. */
function keepCursorInks({ inks }: Raster, { palette }: Canvas): void {
  const codes = [palette.cursor, palette.accent].map((code) => rgbOf(code, palette.background));
  for (const rgb of [...codes, 0x000000, 0xffffff]) inkOf(inks, rgb, 255);
}

/** Draws all of a plot but its cursors. */
function drawPlot(brush: Brush): void {
  const { overlay } = brush.subplot;
  drawMaps(brush);
  if (!overlay) drawAreas(brush);
  drawBarPixels(brush);
  if (!overlay) drawRulePixels(brush);
  drawCurves(brush);
}

/** Draws the value cursor into the plot that it is in, and its points into those of the same x. */
function drawCursor(brushes: readonly Brush[], cursor: Cursor): void {
  const { id, xAxis } = brushes[0].subplot;
  if (cursor.axes === id) drawValueCursorPixels(brushes[0], cursor);
  if (cursor.y !== undefined || !cursor.axes?.startsWith(`${xAxis}y`)) return;
  for (const brush of brushes) drawCursorPoints(brush, cursor.x);
}

/** Lightens cells of a plot. */
function mark(
  raster: Raster,
  plot: Rect,
  { left, top, width, height }: Rect,
  cell: CellPixels
): void {
  const [x, y] = [(left - plot.left) * cell.width, (top - plot.top) * cell.height];
  const pen = createPen(MARK, 0.375);
  fillRect(raster, x, y, x + width * cell.width, y + height * cell.height, pen);
}

const MARK = 0x888888;
