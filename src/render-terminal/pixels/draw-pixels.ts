import type { Rect } from '../../cells/cells.ts';
import { createPalette } from '../../cells/palette.ts';
import type { Figure } from '../../figure/figure.ts';
import { traceStyles } from '../color/trace-style.ts';
import type { Canvas } from '../draw/canvas.ts';
import {
  type DrawnPanel,
  type DrawOptions,
  drawPanelWords,
  soloName
} from '../draw/draw-figure.ts';
import { planFigure, type Subplot } from '../plan/plan.ts';
import type { CellPixels } from '../plan/square-plot.ts';
import { type Cursor, snapCursor } from '../plan/value-cursor.ts';
import { type Brush, createBrush } from './brush.ts';
import { drawCursorPoints, drawValueCursorPixels } from './cursor-pixels.ts';
import { drawCurves } from './curve-pixels.ts';
import { drawMaps } from './map-pixels.ts';
import { createPen, createRaster, fillRect, type Raster } from './raster.ts';
import { drawAreas, drawBarPixels, drawCursorPixels, drawRulePixels } from './shape-pixels.ts';

/** The inside of a plot as an image, and the cells that it fills. */
export interface PlotImage {
  readonly id: string;
  readonly rect: Rect;
  readonly raster: Raster;
}

/** A panel whose plots are images: axes and words are cells, those within plots over the image. */
export interface PixelPanel extends DrawnPanel {
  readonly images: readonly PlotImage[];
  /** 1 for each cell that words have. */
  readonly words: Uint8Array;
}

/** How a panel is drawn with images. */
export interface PixelOptions extends DrawOptions {
  readonly pixels: CellPixels;
  /** Cells that are marked in a plot, as the mouse encloses them. */
  readonly marked?: { readonly axes: string; readonly rect: Rect } | null;
  /** Images drawn before for the same panel, whose memory may be taken. */
  readonly old?: readonly PlotImage[] | undefined;
}

/**
 * Returns a figure drawn into a panel as `drawPanel` does, but what is inside of the axes as images
 * of the device's pixels.
 */
export function drawPixelPanel(figure: Figure, options: PixelOptions): PixelPanel {
  const panel = drawPanelWords(figure, options);
  const { pixels, marks = 'braille', colors = 'true', background = 'dark', levels = 32 } = options;
  const palette = createPalette('true', background);
  const solo = soloName(figure, options.solo);
  // without colours curves are told apart by their dashes, as the legend says
  const styles = traceStyles(
    figure,
    createPalette(colors === 'none' ? 'none' : 'true', background),
    marks === 'ascii' ? 'braille' : marks,
    solo
  );
  const canvas: Canvas = {
    figure,
    grid: panel.grid,
    palette,
    marks,
    styles,
    levels,
    panel: null,
    pixels,
    solo
  };
  const { subplots } = planFigure(figure, options);
  const cursor = options.cursor ? snapCursor(figure, options.cursor) : null;
  const images = subplots
    .filter(({ overlay, plot }) => !overlay && plot.width > 0 && plot.height > 0)
    .map((base) => {
      const { id, plot } = base;
      const old = options.old?.find((one) => one.id === id)?.raster;
      const size = [plot.width * pixels.width, plot.height * pixels.height] as const;
      const raster = createRaster(...size, old);
      const here = subplots.filter((one) => one === base || isOver(one, base));
      for (const subplot of here) drawPlot(createBrush(raster, canvas, subplot, pixels.height));
      if (cursor) drawCursor(raster, canvas, { base, here, cursor, cell: pixels });
      if (options.marked?.axes === id) mark(raster, plot, options.marked.rect, pixels);
      return { id, rect: plot, raster };
    });
  return { ...panel, images };
}

function isOver(subplot: Subplot, { plot, xAxis }: Subplot): boolean {
  const { left, top } = subplot.plot;
  return subplot.overlay && subplot.xAxis === xAxis && left === plot.left && top === plot.top;
}

function drawPlot(brush: Brush): void {
  const { overlay } = brush.subplot;
  drawMaps(brush);
  if (!overlay) drawAreas(brush);
  drawBarPixels(brush);
  if (!overlay) drawRulePixels(brush);
  drawCurves(brush);
  drawCursorPixels(brush);
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

interface CursorPlace {
  readonly base: Subplot;
  readonly here: readonly Subplot[];
  readonly cursor: Cursor;
  readonly cell: CellPixels;
}

function drawCursor(
  raster: Raster,
  canvas: Canvas,
  { base, here, cursor, cell }: CursorPlace
): void {
  const brushes = here.map((subplot) => createBrush(raster, canvas, subplot, cell.height));
  if (cursor.axes === base.id) drawValueCursorPixels(brushes[0], cursor);
  if (cursor.y !== undefined || !cursor.axes?.startsWith(`${base.xAxis}y`)) return;
  for (const brush of brushes) drawCursorPoints(brush, cursor.x);
}
