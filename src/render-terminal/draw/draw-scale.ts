import { putCell, putText } from '../../cells/cells.ts';
import type { HeatmapTrace, Series } from '../../figure/figure.ts';
import { isStepped, stepCount } from '../color/color-scale.ts';
import type { Subplot } from '../plan/plan.ts';
import { matrixExtent } from '../plan/series.ts';
import { cut, formatValue, plainLabel } from '../plan/text.ts';
import type { Canvas } from './canvas.ts';
import { drawsHalves, levelLooks } from './draw-heatmap.ts';
import { colorRange, levelCount } from './heatmap-levels.ts';
import { type Pooling, poolingOf } from './pooling.ts';

/**
 * Draws in the header of a heat map or of coloured markers, between two columns, what the colours
 * mean: `0 ████ 1` where no colour bar stands beside it, before it what a pixel stands for and how
 * many cells have no value.
 */
export function drawScaleLine(
  canvas: Canvas,
  subplot: Subplot,
  compact: boolean,
  from: number,
  to: number
): void {
  const trace = scaledOf(subplot);
  if (!trace) return;
  const end =
    subplot.barWidth > 0
      ? subplot.plot.left + subplot.plot.width + 2
      : drawRamp(canvas, subplot, trace, from, to);
  if (!hasHeatmap(subplot)) return;
  const { nan, infinite } = matrixExtent(trace.z);
  // Cells that hover leaves out are absent, not broken.
  const word = trace.hoverongaps === false ? 'empty' : 'NaN';
  const missing = [nan ? `${nan} ${word}` : '', infinite ? `${infinite} Inf` : ''].filter(Boolean);
  const pooled = compact || canvas.panel ? null : poolingOf(canvas, subplot, trace);
  const notes = [...(pooled ? [poolText(canvas, pooled)] : []), ...missing];
  const text = notes.join(', ');
  if (text.length > 0 && text.length + 3 <= end - from)
    putText(
      canvas.grid,
      end - text.length - 2,
      subplot.header,
      text,
      infinite ? canvas.palette.warn : canvas.palette.axis
    );
}

function poolText({ marks }: Canvas, { method, across, down }: Pooling): string {
  return `${method} of ${across}${marks === 'ascii' ? 'x' : '×'}${down} cells`;
}

function hasHeatmap({ traces }: Subplot): boolean {
  return traces.some(({ trace }) => trace.type === 'heatmap');
}

/** The heat map of a panel, else what its markers with a colour bar look like as one. */
function scaledOf({ traces }: Subplot): HeatmapTrace | null {
  for (const { trace } of traces) if (trace.type === 'heatmap') return trace;
  for (const { trace } of traces) {
    if (trace.type !== 'scatter' || trace.marker?.showscale !== true) continue;
    const { color, colorscale, cmin, cmax, colorbar } = trace.marker;
    return {
      type: 'heatmap',
      z: [color as Series],
      colorscale,
      zmin: cmin,
      zmax: cmax,
      colorbar
    };
  }
  return null;
}

/** Draws low, the colours and high; returns the first column used. */
function drawRamp(
  canvas: Canvas,
  subplot: Subplot,
  trace: HeatmapTrace,
  from: number,
  to: number
): number {
  const [a, b] = endLabels(trace);
  const width = Math.min(16, to - from - a.length - b.length - 2);
  if (width < 4 || trace.showscale === false) return to;
  const { grid, palette } = canvas;
  const count = levelCount(trace, canvas.levels);
  const look = levelLooks(canvas, trace, count);
  const start = to - width - a.length - b.length - 2;
  let column = start + putText(grid, start, subplot.header, `${a} `, palette.label);
  for (let c = 0; c < width; c++, column++) {
    const level = Math.min(count - 1, Math.floor(((c + 0.5) * count) / width));
    putCell(grid, column, subplot.header, look.chars[level], look.fg[level], look.bg[level]);
  }
  putText(grid, column, subplot.header, ` ${b}`, palette.label);
  return start;
}

/**
 * The texts of the lowest and highest colour: the colour bar's own, the first and last step, or the
 * range.
 */
function endLabels(trace: HeatmapTrace): readonly [string, string] {
  const own = trace.colorbar?.ticktext;
  const [low, high] = colorRange(trace);
  const half = isStepped(trace.colorscale) ? (high - low) / stepCount(trace.colorscale!) / 2 : 0;
  if (own?.length && half) return [plainLabel(own[0]), plainLabel(own.at(-1)!)];
  return [formatValue(low + half, 3), formatValue(high - half, 3)];
}

/**
 * Draws the colour bar at the right of a heat map or of coloured markers, with its title above and
 * values beside it.
 */
export function drawColorBar(canvas: Canvas, subplot: Subplot): void {
  const trace = scaledOf(subplot);
  if (subplot.barWidth === 0 || !trace) return;
  const { plot } = subplot;
  const { grid, palette } = canvas;
  const half = drawsHalves(canvas);
  const count = levelCount(trace, canvas.levels);
  const look = levelLooks(canvas, trace, count);
  const left = plot.left + plot.width + 1;
  const level = (unit: number) => Math.min(count - 1, Math.max(0, Math.floor(unit * count)));
  for (let row = 0; row < plot.height; row++) {
    const upper = level(1 - (row + (half ? 0.25 : 0.5)) / plot.height);
    const lower = level(1 - (row + (half ? 0.75 : 0.5)) / plot.height);
    const [char, fg, bg] =
      half && upper !== lower
        ? [0x2580, look.bg[upper], look.bg[lower]]
        : [look.chars[upper], look.fg[upper], look.bg[upper]];
    for (let c = 0; c < 2; c++) putCell(grid, left + c, plot.top + row, char, fg, bg);
  }
  for (const [unit, text] of barLabels(trace, plot.height)) {
    const row = plot.top + Math.round((1 - unit) * (plot.height - 1));
    putText(grid, left + 3, row, text, palette.label, 0, subplot.barWidth - 4);
  }
  const title = plainLabel(trace.colorbar?.title?.text ?? '', canvas.marks === 'ascii');
  if (!title || subplot.header < 0) return;
  const text = cut(title, subplot.barWidth, canvas.marks === 'ascii');
  const end = subplot.outer.left + subplot.outer.width;
  putText(grid, Math.min(left, end - text.length), subplot.header, text, palette.label);
}

/**
 * Places (0–1) and texts beside the bar: its own where they are few enough, else its ends and
 * middle.
 */
function barLabels(trace: HeatmapTrace, height: number): (readonly [number, string])[] {
  const [low, high] = colorRange(trace);
  const { tickvals, ticktext } = trace.colorbar ?? {};
  if (tickvals && tickvals.length >= 2) {
    const step = Math.ceil((tickvals.length * 2) / height);
    return tickvals
      .map(
        (value, i) =>
          [(value - low) / (high - low), ticktext?.[i] ?? formatValue(value, 3)] as const
      )
      .filter(([unit], i) => i % step === 0 && unit >= 0 && unit <= 1)
      .map(([unit, text]) => [unit, plainLabel(text)] as const);
  }
  const [a, b] = endLabels(trace);
  const ends = [[0, a] as const, [1, b] as const];
  return height < 7 || isStepped(trace.colorscale)
    ? ends
    : [...ends, [0.5, formatValue((low + high) / 2, 3)] as const];
}
