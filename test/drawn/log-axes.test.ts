import { describe, expect, test } from 'vitest';
import type { Figure } from '../../src/figure/figure.ts';
import { resolveOptions } from '../../src/option/option.ts';
import lossCurves from '../../src/visualizations/loss/loss-curves.ts';
import { exported, tickFaults, ticksOf } from './exported.ts';
import { panelFaults } from './on-screen.ts';
import { lineFaults } from './plain.ts';

/** Least and greatest loss: within a decade, about one, above 10, several, tiny, and nearly equal. */
const spans = [
  [3.1, 4.2],
  [13, 17],
  [0.11, 0.5],
  [1.3, 13.5],
  [3, 18],
  [13, 71],
  [0.9, 20],
  [2, 150],
  [0.0002, 0.002],
  [0.0132, 0.0135],
  [2e-8, 9e-7],
  [3e5, 9e5],
  [1e-7, 9],
  [1e-12, 10]
] as const;

function losses(low: number, high: number): Figure {
  const n = 60;
  const falling = Float64Array.from({ length: n }, (_, i) => high * (low / high) ** (i / (n - 1)));
  const array = (data: Float64Array | Int32Array, dtype: 'float64' | 'int32') => ({
    dtype,
    shape: [data.length],
    data
  });
  const data = {
    train_losses: array(falling, 'float64'),
    test_losses: array(falling, 'float64'),
    checkpoint_epochs: array(Int32Array.of(0, 30, 59), 'int32')
  };
  return lossCurves.figure(data, resolveOptions(lossCurves.options, { turn: false }));
}

describe.each(spans)('losses from %f to %f', (low, high) => {
  const figure = losses(low, high);

  test.each([
    { width: 1200, height: 800 },
    { width: 330, height: 220 }
  ])('have numbers in full where they lie, $width px wide', async (size) => {
    const { axes, root } = await exported(figure, size);
    expect(axes.flatMap((axis) => tickFaults(figure, axis, ticksOf(root, axis.id)))).toEqual([]);
  });

  test.each([36, 52, 78, 126])('have numbers in full where they lie, %i columns', (width) => {
    for (const height of [8, 11, 21, 44])
      expect(panelFaults(figure, { width, height })).toEqual([]);
    expect(lineFaults(figure, width)).toEqual([]);
  });
});

test('a figure without a theme has numbers in full on its log axis, too', async () => {
  const figure: Figure = {
    data: [{ type: 'scatter', x: [1, 2, 3, 4], y: [2, 0, -1, 90] }],
    layout: { yaxis: { type: 'log' } }
  };
  const { axes, root } = await exported(figure, { width: 700, height: 500 });
  expect(tickFaults(figure, axes[1], ticksOf(root, 'y'))).toEqual([]);
});
