import type { ColorDepth, Marks } from '../../cells/capability.ts';
import { BOLD, blankGrid, type CellGrid, putText } from '../../cells/cells.ts';
import { type Background, createPalette } from '../../cells/palette.ts';
import type { Figure } from '../../figure/figure.ts';
import { traceStyles } from '../color/trace-style.ts';
import { type FigureSize, planFigure } from '../plan/plan.ts';
import { cut, plainLabel } from '../plan/text.ts';
import type { Cursor } from '../plan/value-cursor.ts';
import type { Canvas } from './canvas.ts';
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

/** How a figure is drawn into cells. */
export interface DrawOptions extends FigureSize {
  readonly marks?: Marks;
  readonly colors?: ColorDepth;
  readonly background?: Background;
  /** The value cursor, drawn with its point on every curve or around its heat-map cell. */
  readonly cursor?: Cursor | null;
  /** Colours of a heat map (32): fewer cost fewer bytes. */
  readonly levels?: number;
  /** A border around it says what a pixel stands for (`pixelNote`). */
  readonly isBordered?: boolean;
}

/**
 * Returns a figure as terminal cells: `width` × `height` of them, any size from 0 on. Pure; but
 * what is costly to derive from an array (its extent, the spans of a curve, the pixels of a heat
 * map) is kept with that array, so drawing the same data again with another cursor costs no pass
 * over the data.
 */
export function drawFigure(figure: Figure, options: DrawOptions): CellGrid {
  const { marks = 'braille', colors = 'true', background = 'dark', levels = 32 } = options;
  const { isBordered = false } = options;
  const grid = blankGrid(options.width, options.height);
  if (grid.width === 0 || grid.height === 0) return grid;
  const palette = createPalette(colors, background);
  const styles = traceStyles(figure, palette, marks);
  const canvas: Canvas = { figure, grid, palette, marks, styles, levels, isBordered };
  const plan = planFigure(figure, options);
  if (plan.titleRow >= 0) {
    const text = plainLabel(figure.layout.title?.text ?? '', marks === 'ascii');
    const title = cut(text, grid.width, marks === 'ascii');
    putText(grid, 0, plan.titleRow, title, palette.text, colors === 'none' ? 0 : BOLD);
  }
  if (plan.legendRow >= 0) drawLegend(canvas, plan.legendRow, 0, grid.width);
  for (const subplot of plan.subplots) {
    drawHeatmaps(canvas, subplot);
    if (!subplot.overlay) drawBelow(canvas, subplot);
    drawBars(canvas, subplot);
    if (!subplot.overlay) drawRules(canvas, subplot);
    drawScatter(canvas, subplot);
    drawColorBar(canvas, subplot);
    drawAxes(canvas, plan, subplot);
    drawCursors(canvas, subplot);
    drawAnnotations(canvas, subplot);
  }
  if (options.cursor) drawValueCursor(canvas, plan, options.cursor);
  return grid;
}
