import { expect, it } from 'vitest';
import { figureBytes } from '../../src/workbench/explorer/figure-bytes.ts';

it('counts the arrays of a figure, matrices by their rows', () => {
  const z = Array.from({ length: 10 }, () => new Float32Array(100));
  const figure = { data: [{ type: 'heatmap', z, name: 'a' } as never], layout: {} };
  expect(figureBytes(figure)).toBe(1 + 4000);
  const line = { data: [{ type: 'scatter', x: [1, 2, 3], y: Float64Array.of(1, 2) } as never] };
  expect(figureBytes({ ...line, layout: {} })).toBe(1 + 24 + 16);
});
