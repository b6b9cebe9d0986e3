import { gridLines } from '../../src/cells/cells.ts';
import type { Figure, Layout, ScatterTrace, Series, Shape } from '../../src/figure/figure.ts';
import { type DrawOptions, drawFigure } from '../../src/render-terminal/index.ts';

/** Returns a figure of named lines. */
export function lines(
  curves: Readonly<Record<string, readonly [Series, Series]>>,
  layout: Layout = {},
  more: Partial<ScatterTrace> = {}
): Figure {
  const data = Object.entries(curves).map(
    ([name, [x, y]]): ScatterTrace => ({ type: 'scatter', name, x, y, ...more })
  );
  return { data, layout };
}

/** Returns the epoch cursor as the figures draw it. */
export function cursorAt(epoch: number): Shape {
  return {
    type: 'line',
    name: 'cursor',
    xref: 'x',
    yref: 'paper',
    x0: epoch,
    x1: epoch,
    y0: 0,
    y1: 1
  };
}

/** Returns what a figure looks like as characters, one string per row. */
export function picture(
  figure: Figure,
  width: number,
  height: number,
  more: Partial<DrawOptions> = {}
): string[] {
  return gridLines(drawFigure(figure, { width, height, colors: 'none', ...more }));
}

/** Returns whole numbers from 0 to n-1. */
export function upTo(n: number): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => i);
}

/** Returns numbers in [0, 1) that depend on the seed alone. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
