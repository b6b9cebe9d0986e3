import { describe, expect, test } from 'vitest';
import { gridLines } from '../../src/cells/cells.ts';
import type { Figure } from '../../src/figure/figure.ts';
import { marks, threshold } from '../../src/figure/marks.ts';
import { drawFigure } from '../../src/render-terminal/index.ts';
import { dataToCell } from '../helpers/figure-cells.ts';
import { allFigures } from './all-figures.ts';

/** A straight line through the data with the label that the figure gives it. */
function labelled(figure: Figure) {
  const { shapes = [], annotations = [] } = figure.layout;
  return shapes.flatMap((shape) => {
    if (shape.type !== 'line' || shape.name === 'cursor') return [];
    const isAcross = shape.y0 === shape.y1;
    const value = isAcross ? shape.y0 : shape.x0;
    const found = annotations.filter((one) =>
      isAcross ? one.y === value && one.xref === 'paper' : one.x === value && one.yref === 'paper'
    );
    return found.map(({ text }) => ({ text, value, isAcross }));
  });
}

describe.each(allFigures.map(({ name, figure }) => [name, figure] as const))('%s', (_, figure) => {
  test('gives every line the number of its place', () => {
    for (const { text, value } of labelled(figure)) {
      const said = /-?\d+(\.\d+)?/.exec(text)?.[0];
      if (said !== undefined) expect(`${text}: ${Number(said)}`).toBe(`${text}: ${value}`);
    }
  });
});

function thresholds(low: number, high: number, axis: 'x' | 'y'): Figure {
  return {
    data: [{ type: 'scatter', x: [0, 1], y: [0, 1], mode: 'markers' }],
    layout: {
      xaxis: { range: [0, 1] },
      yaxis: { range: [0, 1] },
      ...marks(threshold(axis, low, `plaid < ${low}`), threshold(axis, high, `blob ≥ ${high}`))
    }
  };
}

describe('labels of thresholds in a terminal', () => {
  const pairs = [
    [0.5, 0.7],
    [0.5, 0.55],
    [0.05, 0.1],
    [0.9, 0.95],
    [0.3, 0.35]
  ] as const;

  test.each(pairs)('touch the upright line that they name: %d and %d', (low, high) => {
    const figure = thresholds(low, high, 'x');
    for (let width = 24; width <= 100; width++) {
      const size = { width, height: 11 };
      const lines = gridLines(drawFigure(figure, { ...size, colors: 'none' }));
      const columns = [low, high].map((x) => dataToCell(figure, size, { x, y: 0.5 })!.column);
      for (const [i, text] of [`plaid < ${low}`, `blob ≥ ${high}`].entries()) {
        const row = lines.find((line) => line.includes(text));
        if (row === undefined) continue;
        const from = row.indexOf(text);
        const touched = [from - 1, from + text.length];
        expect(touched, `${width} columns: ${row}`).toContain(columns[i]);
        // right of another line a label would be that line's
        if (columns[0] !== columns[1]) expect(touched[0], row).not.toBe(columns[1 - i]);
      }
    }
  });

  test.each(pairs)('stand in the row of the line across that they name: %d and %d', (low, high) => {
    const figure = thresholds(low, high, 'y');
    for (const height of [8, 9, 11, 21])
      for (const width of [36, 52, 78]) {
        const size = { width, height };
        const lines = gridLines(drawFigure(figure, { ...size, colors: 'none' }));
        for (const [y, text] of [
          [low, `plaid < ${low}`],
          [high, `blob ≥ ${high}`]
        ] as const) {
          const row = lines.findIndex((line) => line.includes(text));
          if (row >= 0) expect(row).toBe(dataToCell(figure, size, { x: 0.5, y })!.row);
        }
      }
  });

  test('are all there in a panel of 36 columns beside the open sidebar', () => {
    const text = gridLines(
      drawFigure(thresholds(0.5, 0.7, 'x'), { width: 36, height: 11, colors: 'none' })
    ).join('\n');
    expect(text).toContain('plaid < 0.5');
    expect(text).toContain('blob ≥ 0.7');
  });
});
