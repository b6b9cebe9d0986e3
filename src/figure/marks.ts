import type { Annotation, Shape } from './figure.ts';
import { ink, label, template } from './theme.ts';

/** Lines over a plot with their labels: a part of a layout. */
export interface Marks {
  readonly shapes: readonly Shape[];
  readonly annotations: readonly Annotation[];
}

/**
 * Returns the vertical line at the current epoch, over the full height of the plot; its name is
 * `cursor`.
 */
export function epochCursor(epoch: number): Shape {
  const line = { color: ink.text, width: 1.5 };
  return { type: 'line', name: 'cursor', ...across('x', epoch), line };
}

/**
 * Returns a dashed muted line at a threshold: horizontal for axis `y`, vertical for `x`; its name
 * is `threshold`.
 */
export function thresholdLine(axis: 'x' | 'y', value: number): Shape {
  const line = { color: ink.muted, width: 1.25, dash: 'dash' } as const;
  return { type: 'line', name: 'threshold', ...across(axis, value), line };
}

/**
 * Returns a dashed vertical line where something happened, as opaque as it is certain (0..1); its
 * name is `event`.
 */
export function eventLine(epoch: number, color: string, opacity = 1): Shape {
  const line = { color, width: 1.5, dash: 'dash' } as const;
  return { type: 'line', name: 'event', ...across('x', epoch), line, opacity };
}

/**
 * Returns a shaded span of epochs over the full height of the plot, below the data; its name is
 * `window`.
 */
export function windowShade(from: number, to: number, fillcolor: string): Shape {
  const place = { xref: 'x', yref: 'paper', x0: from, x1: to, y0: 0, y1: 1 };
  return { type: 'rect', name: 'window', ...place, fillcolor, layer: 'below', line: { width: 0 } };
}

/** Returns the epoch cursor labelled above the plot, or nothing for null. */
export function cursor(epoch: number | null, time: 'epoch' | 'step' = 'epoch'): Marks {
  if (epoch === null) return { shapes: [], annotations: [] };
  const place = { x: epoch, y: 1, xref: 'x', yref: 'paper', xanchor: 'center' } as const;
  return {
    shapes: [epochCursor(epoch)],
    annotations: [label(`${time} ${epoch}`, { ...place, yanchor: 'bottom' })]
  };
}

/**
 * Returns a threshold line with its label: above the plot for axis `x`, right of it for `y` (leave
 * `labelMargin` there).
 */
export function threshold(axis: 'x' | 'y', value: number, text: string): Marks {
  const place =
    axis === 'x'
      ? ({ x: value, y: 1, xref: 'x', yref: 'paper', xanchor: 'center' } as const)
      : ({ x: 1, y: value, xref: 'paper', yref: 'y', xanchor: 'left' } as const);
  return {
    shapes: [thresholdLine(axis, value)],
    annotations: [label(text, { ...place, yanchor: axis === 'x' ? 'bottom' : 'middle' })]
  };
}

/** The margins of a figure whose thresholds are labelled right of the plot. */
export const labelMargin = { ...template.layout.margin, r: 84 } as const;

/** Returns several marks as one; later ones lie above. */
export function marks(...parts: readonly Partial<Marks>[]): Marks {
  return {
    shapes: parts.flatMap(({ shapes = [] }) => shapes),
    annotations: parts.flatMap(({ annotations = [] }) => annotations)
  };
}

function across(axis: 'x' | 'y', value: number) {
  return axis === 'x'
    ? { xref: 'x', yref: 'paper', x0: value, x1: value, y0: 0, y1: 1 }
    : { xref: 'paper', yref: 'y', x0: 0, x1: 1, y0: value, y1: value };
}
