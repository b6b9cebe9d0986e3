import { describe, expect, it } from 'vitest';
import type { Figure } from '../../src/figure/figure.ts';
import { moved } from '../../src/figure/moved.ts';

const figure: Figure = {
  data: [
    { type: 'scatter', name: 'Test', x: [0, 10, 20], y: [1, 2, 3], hovertemplate: 'epoch %{x}' },
    { type: 'bar', x: ['a'], y: [1], xaxis: 'x2', yaxis: 'y2' }
  ],
  layout: {
    xaxis: { title: { text: 'epoch' }, range: [0, 20] },
    xaxis2: { title: { text: 'letter' } },
    shapes: [
      { type: 'line', name: 'cursor', xref: 'x', x0: 10, x1: 10, y0: 0, y1: 1 },
      { type: 'line', name: 'threshold', xref: 'paper', x0: 0, x1: 1, y0: 2, y1: 2 }
    ],
    annotations: [{ text: 'here', x: 10, y: 1, xref: 'x' }]
  }
};

describe('epochs counted from another origin', () => {
  const made = moved(figure, { origin: 10, unit: 2 }, 'epochs since the turn');

  it('move lines, shapes, notes and the axis; hover texts keep the epoch', () => {
    expect(Array.from(made.data[0].x as number[])).toEqual([-5, 0, 5]);
    expect(made.data[0]).toMatchObject({
      customdata: [0, 10, 20],
      hovertemplate: 'epoch %{customdata}'
    });
    expect(made.layout.xaxis).toEqual({ title: { text: 'epochs since the turn' }, range: [-5, 5] });
    expect(made.layout.shapes?.map(({ x0 }) => x0)).toEqual([0, 0]);
    expect(made.layout.annotations?.[0].x).toBe(0);
  });

  it('leave what counts no epochs', () => {
    expect(made.data[1]).toBe(figure.data[1]);
    expect(made.layout.xaxis2).toEqual(figure.layout.xaxis2);
    const other: Figure = { data: figure.data.slice(1), layout: figure.layout };
    expect(moved(other, { origin: 1, unit: 1 }, 't')).toBe(other);
    expect(moved(figure, { origin: 0, unit: 1 }, 't')).toBe(figure);
  });
});
