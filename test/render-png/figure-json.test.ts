import { expect, test } from 'vitest';
import type { Figure } from '../../src/figure/figure.ts';
import { figureJson } from '../../src/figure/json.ts';
import { drawableFigure, packedFigure } from '../../src/render-png/formats/figure-json.ts';

const figure: Figure = {
  data: [
    { type: 'scatter', x: Float64Array.of(1, 2, 3), y: Float64Array.of(0.5, Number.NaN, 2) },
    { type: 'heatmap', z: [Float32Array.of(1, 2), Float32Array.of(3, 4)], zmin: -Infinity }
  ],
  layout: { title: { text: 'a' }, width: undefined }
} as Figure;

test('JSON holds lists, and null where there is a gap', () => {
  expect(JSON.parse(figureJson(figure))).toEqual({
    data: [
      { type: 'scatter', x: [1, 2, 3], y: [0.5, null, 2] },
      {
        type: 'heatmap',
        z: [
          [1, 2],
          [3, 4]
        ],
        zmin: null
      }
    ],
    layout: { title: { text: 'a' } }
  });
});

test('plotly gets typed arrays, lists where there is a gap, and never the original objects', () => {
  const drawable = drawableFigure(figure) as unknown as { data: Record<string, unknown>[] };
  expect(drawable.data[0].x).toBeInstanceOf(Float64Array);
  expect(drawable.data[0].y).toEqual([0.5, null, 2]);
  expect(drawable.data).not.toBe(figure.data);
});

test('a packed figure holds whole arrays and matrices as their bytes', () => {
  const packed = packedFigure(figure) as unknown as { data: Record<string, unknown>[] };
  expect(packed.data[0].x).toEqual({
    dtype: 'f8',
    bdata: Buffer.from(Float64Array.of(1, 2, 3).buffer).toString('base64')
  });
  expect(packed.data[0].y).toEqual([0.5, null, 2]);
  expect(packed.data[1].z).toEqual({
    dtype: 'f4',
    bdata: Buffer.from(Float32Array.of(1, 2, 3, 4).buffer).toString('base64'),
    shape: '2,2'
  });
});
