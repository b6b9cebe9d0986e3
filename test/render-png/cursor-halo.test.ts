import { expect, test } from 'vitest';
import type { Figure } from '../../src/figure/figure.ts';
import { cursor } from '../../src/figure/marks.ts';
import { withCursorHalo } from '../../src/render-png/page/cursor-halo.ts';

const heat: Figure = { data: [{ type: 'heatmap', z: [[0]] }], layout: { ...cursor(3) } };

test('a cursor over a heat map has a wider white line below it', () => {
  const [halo, line] = withCursorHalo(heat).layout.shapes!;
  expect(line).toBe(heat.layout.shapes![0]);
  expect(halo).toMatchObject({ x0: 3, x1: 3, line: { color: '#ffffff', width: 4 } });
});

test('other figures stay as they are', () => {
  const lines: Figure = { data: [{ type: 'scatter', x: [0], y: [0] }], layout: { ...cursor(3) } };
  expect(withCursorHalo(lines)).toBe(lines);
  const bare: Figure = { data: heat.data, layout: {} };
  expect(withCursorHalo(bare)).toBe(bare);
});
