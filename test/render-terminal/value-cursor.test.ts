import { describe, expect, it } from 'vitest';
import type { Figure } from '../../src/figure/figure.ts';
import { cursorStops, drawFigure, readings, readout } from '../../src/render-terminal/index.ts';
import { firstCursor, snapCursor } from '../../src/render-terminal/plan/value-cursor.ts';
import { cellToData, dataToCell } from '../helpers/figure-cells.ts';
import { cursorAt, lines, picture, upTo } from './figures.ts';

const curves: Figure = {
  data: [
    {
      type: 'scatter',
      name: 'train',
      x: [0, 10, 30],
      y: [1, 0.123456789, 1e-7],
      hovertemplate: 'epoch %{x}<br>loss %{y}'
    },
    { type: 'scatter', name: 'test', x: [0, 30], y: [2, Number.NaN] }
  ],
  layout: {
    xaxis: { title: { text: 'epoch' } },
    yaxis: { title: { text: 'loss' } },
    shapes: [cursorAt(10)]
  }
};

const map: Figure = {
  data: [
    {
      type: 'heatmap',
      z: [
        [1, 5, 3],
        [4, 2, Number.NaN]
      ],
      y: [10, 20],
      colorbar: { title: { text: 'fraction' } }
    }
  ],
  layout: {
    xaxis: { title: { text: 'neuron' } },
    yaxis: { title: { text: 'frequency' }, autorange: 'reversed' }
  }
};

describe('the value cursor', () => {
  it('stands on stored points only', () => {
    expect(Array.from(cursorStops(curves).x)).toEqual([0, 10, 30]);
    expect(cursorStops(curves).y).toBeNull();
    expect(cursorStops(map)).toMatchObject({ axes: 'xy' });
    expect(Array.from(cursorStops(map).y!)).toEqual([10, 20]);
    expect(snapCursor(curves, { x: 17 })).toEqual({ axes: 'xy', x: 10 });
  });

  it('stands on the nearest point, in the figure', () => {
    expect(snapCursor(curves, { x: 99 })).toEqual({ axes: 'xy', x: 30 });
    expect(snapCursor(map, { x: 0.2, y: 18 })).toEqual({ axes: 'xy', x: 0, y: 20 });
  });

  it('starts at the epoch cursor, else in the middle, and nowhere in an empty figure', () => {
    expect(firstCursor(curves)).toEqual({ axes: 'xy', x: 10 });
    expect(firstCursor(map)).toEqual({ axes: 'xy', x: 1, y: 20 });
    expect(firstCursor({ data: [], layout: {} })).toBeNull();
  });

  it('reads exact values, never between points', () => {
    expect(readout(curves, { x: 10 })).toEqual([
      'loss at epoch 10',
      'train 0.1234568',
      'test 2 (at epoch 0)'
    ]);
    expect(readout(curves, { x: 30 })).toEqual(['loss at epoch 30', 'train 1e-7', 'test NaN']);
  });

  it('reads the row, column, value and rank of a heat-map cell', () => {
    expect(readings(map, { x: 0, y: 20 })).toEqual({
      place: 'neuron 0, frequency 20',
      measure: 'fraction',
      readings: [
        { name: 'fraction', value: 4, text: '4', elsewhere: '', note: 'rank 2 of 5', trace: 0 }
      ]
    });
    expect(readout(map, { x: 2, y: 20 })[1]).toBe('fraction NaN');
  });

  it('speaks as the hover text of the figure does', () => {
    const bars: Figure = {
      data: [
        {
          type: 'bar',
          name: 'Norm',
          x: [0, 1],
          y: [0.25, 3],
          customdata: ['const', 'sin 1'],
          hovertemplate: '%{customdata}<br>norm %{y:.3~g}<extra></extra>'
        }
      ],
      layout: {}
    };
    expect(readout(bars, { x: 1 })).toEqual(['sin 1', 'Norm 3']);
    const cells: Figure = {
      data: [
        {
          type: 'heatmap',
          z: [[6, 7]],
          text: [['7', '8']],
          customdata: [[0.5, 0.25]],
          hovertemplate:
            'neuron %{y}, epoch %{x}<br>frequency %{text}, fraction %{customdata:.1%}<extra>x</extra>'
        }
      ],
      layout: {}
    };
    expect(readout(cells, { x: 1, y: 0 })).toEqual([
      'neuron 0, epoch 1',
      'value 8 (rank 1 of 2, frequency 8, fraction 25.0%)'
    ]);
  });

  it('finds the cell of a place and the place of a cell', () => {
    const size = { width: 60, height: 14 };
    const cell = dataToCell(curves, size, { x: 30, y: 1 })!;
    expect(cell.column).toBe(59);
    const back = cellToData(curves, size, cell.column, cell.row)!;
    expect(back.axes).toBe('xy');
    expect(Math.abs(back.x - 30)).toBeLessThan(1);
    expect(cellToData(curves, size, 0, 0)).toBeNull();
    expect(dataToCell(curves, size, { x: 31, y: 1 })).toBeNull();
  });

  it('finds its way back to every cell', () => {
    const size = { width: 50, height: 12 };
    for (let row = 0; row < 12; row++)
      for (let column = 0; column < 50; column++) {
        const place = cellToData(map, size, column, row);
        if (place) expect(dataToCell(map, size, place)).toEqual({ column, row });
      }
  });

  it('is a line with a point on every curve', () => {
    const rows = picture(lines({ a: [upTo(9), upTo(9)] }), 30, 9, { cursor: { x: 4 } });
    expect(rows.filter((row) => row.includes('●'))).toHaveLength(1);
    expect(rows.filter((row) => row.lastIndexOf('│') > 5).length).toBeGreaterThan(5);
  });

  it('marks a heat-map cell and its axes', () => {
    const rows = picture(map, 40, 16, { cursor: { x: 1, y: 10 }, colors: 'true' });
    expect(rows.join('\n')).toMatch(/▸.*┼/);
    expect(rows.join('\n')).toContain('▴');
    expect(drawFigure(map, { width: 3, height: 2, cursor: { x: 1, y: 10 } }).width).toBe(3);
  });
});

it('numbers written as text are numbers, other text is a category', () => {
  const figure = (y: readonly string[]): Figure => ({
    data: [{ type: 'heatmap', z: [[1], [2]], y }],
    layout: {}
  });
  expect(Array.from(cursorStops(figure(['5', '10'])).y!)).toEqual([5, 10]);
  expect(readout(figure(['low', 'high']), { x: 0, y: 1 })[0]).toBe('0, high');
});
