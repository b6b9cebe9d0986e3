import { expect, it } from 'vitest';
import { gridLines } from '../../src/cells/cells.ts';
import type { Figure, Shape } from '../../src/figure/figure.ts';
import { drawFigure, plainText } from '../../src/render-terminal/index.ts';

const row: Shape = {
  type: 'rect',
  name: 'probe',
  xref: 'paper',
  yref: 'y',
  x0: 0,
  x1: 1,
  y0: 0.5,
  y1: 1.5
};
const column: Shape = {
  type: 'rect',
  name: 'step',
  xref: 'x',
  yref: 'paper',
  x0: 1.5,
  x1: 2.5,
  y0: 0,
  y1: 1
};
const figure: Figure = {
  data: [
    {
      type: 'heatmap',
      x: ['0', '10', '20', '30'],
      y: ['a', 'b', 'c'],
      z: [0, 1, 2].map(() => [0, 1, 0, 1]),
      zmin: 0,
      zmax: 1,
      showscale: false
    }
  ],
  layout: {
    xaxis: { type: 'category', title: { text: 'step' } },
    yaxis: { type: 'category' },
    shapes: [row, column]
  }
};

it('an outlined row or column has points at its ends and keeps its cells', () => {
  const lines = gridLines(drawFigure(figure, { width: 24, height: 8, colors: 'none' }));
  const marked = lines.filter((line) => line.includes('▸'));
  expect(marked.length).toBe(1);
  expect(marked[0]).toMatch(/│▸ +@+ +@+◂$/);
  const top = lines.findIndex((line) => line.includes('▾'));
  const bottom = lines.findIndex((line) => line.includes('▴'));
  expect(lines[top].indexOf('▾')).toBe(lines[bottom].indexOf('▴'));
  expect(bottom - top).toBeGreaterThan(3);
});

it('is told by name in text', () => {
  expect(plainText(figure)).toContain('marked: step 20');
  expect(plainText(figure)).toContain('probe at b');
});

it('a sign on a heat map is left out where its cell shows two values', () => {
  const signed: Figure = {
    data: [{ type: 'heatmap', z: [[0], [1]], zmin: 0, zmax: 1, showscale: false }],
    layout: {
      annotations: [
        { text: '✓', x: 0, y: 0, xref: 'x', yref: 'y', xanchor: 'center', yanchor: 'middle' }
      ]
    }
  };
  const drawn = (height: number) =>
    gridLines(drawFigure(signed, { width: 12, height, colors: 'true' })).join('\n');
  expect(drawn(1)).not.toContain('✓');
  expect(drawn(6)).toContain('✓');
});
