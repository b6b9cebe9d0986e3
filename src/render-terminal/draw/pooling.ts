import type { ColorDepth } from '../../cells/capability.ts';
import type { Figure, HeatmapTrace } from '../../figure/figure.ts';
import { planFigure, type Subplot } from '../plan/plan.ts';
import type { Canvas } from './canvas.ts';
import type { DrawOptions } from './draw-figure.ts';
import { pixelsPerRow } from './draw-heatmap.ts';
import { heatmapLevels, type Levels } from './heatmap-levels.ts';

/** What one pixel of a heat map stands for: how many matrix cells, and how they became one. */
export type Pooling = Pick<Levels, 'method' | 'across' | 'down'>;

/** Returns what a pixel of a heat map stands for; null where it is one matrix cell. */
export function poolingOf(
  canvas: Pick<Canvas, 'marks' | 'levels'> & { readonly palette: { readonly depth: ColorDepth } },
  subplot: Subplot,
  trace: HeatmapTrace
): Pooling | null {
  const { plot } = subplot;
  if (plot.width < 1 || plot.height < 1 || trace.z.length === 0) return null;
  const rows = plot.height * pixelsPerRow(canvas.marks, canvas.palette.depth);
  const levels = heatmapLevels(trace, subplot, plot.width, rows, canvas.levels);
  return levels.method === 'cell' ? null : levels;
}

/**
 * Returns what the pixels of a figure's heat maps stand for, for a border: `≈ 3×3` (a mean), `max
 * 3×3`, `1 of 3×3` (categories), or
 * which part of a map is shown; '' where every pixel is one matrix cell and all of it is shown.
 */
export function pixelNote(figure: Figure, options: DrawOptions): string {
  const { marks = 'braille', colors = 'true', levels = 32 } = options;
  const canvas = { marks, levels, palette: { depth: colors } };
  let most: Pooling | null = null;
  for (const subplot of planFigure(figure, options).subplots) {
    if (subplot.part) return subplot.part;
    for (const { trace } of subplot.traces) {
      const one = trace.type === 'heatmap' ? poolingOf(canvas, subplot, trace) : null;
      if (one && (!most || one.across * one.down > most.across * most.down)) most = one;
    }
  }
  if (!most) return '';
  const [about, times] = marks === 'ascii' ? ['~', 'x'] : ['≈', '×'];
  const words = { cell: '', mean: about, max: 'max', middle: '1 of' };
  return `${words[most.method]} ${most.across}${times}${most.down}`;
}
