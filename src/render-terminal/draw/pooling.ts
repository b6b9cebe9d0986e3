import type { ColorDepth } from '../../cells/capability.ts';
import type { Figure, HeatmapTrace } from '../../figure/figure.ts';
import { planFigure, type Subplot } from '../plan/plan.ts';
import type { CellPixels } from '../plan/square-plot.ts';
import type { Canvas } from './canvas.ts';
import type { DrawOptions } from './draw-figure.ts';
import { pixelsPerRow } from './draw-heatmap.ts';
import { type Levels, mapBins } from './heatmap-levels.ts';

/** What one pixel of a heat map stands for: how many matrix cells, and how they became one. */
export type Pooling = Pick<Levels, 'method' | 'across' | 'down'>;

/** Returns what a pixel of a heat map stands for; null where it is one matrix cell. */
export function poolingOf(
  canvas: Pick<Canvas, 'marks'> & {
    readonly palette: { readonly depth: ColorDepth };
    readonly pixels?: CellPixels | null | undefined;
  },
  subplot: Subplot,
  trace: HeatmapTrace
): Pooling | null {
  const { plot } = subplot;
  if (plot.width < 1 || plot.height < 1 || trace.z.length === 0) return null;
  const cell = canvas.pixels ?? {
    width: 1,
    height: pixelsPerRow(canvas.marks, canvas.palette.depth)
  };
  const bins = mapBins(trace, subplot, plot.width * cell.width, plot.height * cell.height);
  return bins.method === 'cell' ? null : bins;
}

/**
 * Returns what the pixels of a figure's heat maps stand for, for a border: `≈ 3×3` (a mean), `max
 * 3×3`, `1 of 3×3` (categories), or
 * which part of a map is shown; '' where every pixel is one matrix cell and all of it is shown.
 */
export function pixelNote(
  figure: Figure,
  options: DrawOptions,
  plan = planFigure(figure, options)
): string {
  const { marks = 'braille', colors = 'true', pixels } = options;
  const canvas = { marks, palette: { depth: colors }, pixels };
  let most: Pooling | null = null;
  for (const subplot of plan.subplots) {
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
