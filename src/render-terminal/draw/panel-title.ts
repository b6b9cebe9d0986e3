import type { Annotation, Axis, Figure } from '../../figure/figure.ts';

/** Returns what a figure of several panels writes above the one with these axes, or undefined. */
export function panelTitle(
  { layout }: Figure,
  { domain: [left, right] = [0, 1] }: Axis,
  { domain: [, top] = [0, 1] }: Axis
): Annotation | undefined {
  return layout.annotations?.find(
    ({ xref, yref, x, y }) =>
      xref === 'paper' && yref === 'paper' && x >= left && x <= right && Math.abs(y - top) < 0.06
  );
}
